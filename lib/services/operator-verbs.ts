import { Fault, isFault } from "@/lib/core/fault";
import type { OwnerReply, OwnerRequest } from "@/lib/io/owner-socket";
import type { House } from "@/lib/services/house";
import type { Caller, Tell } from "@/lib/services/verb";

/**
 * What an operator at the machine can ask for by name, at the command line or through the owner's socket. Loaded only
 * when asked for. Input and output must be plain JSON: they may travel between processes.
 */
export const OPERATOR_VERBS = {
  "find-outcomes": async () => (await import("@/lib/services/find-outcomes")).findOutcomes,
  "import-bulk": async () => (await import("@/lib/services/import-bulk")).importBulk,
  "import-bundles": async () => (await import("@/lib/services/import-bundles")).importBundles,
  "rotate-keys": async () => (await import("@/lib/services/rotate-keys")).rotateKeys,
  "list-users": async () => (await import("@/lib/services/users")).listUsers,
  "add-user": async () => (await import("@/lib/services/users")).addUser,
  "disable-user": async () => (await import("@/lib/services/change-user")).disableUser,
  "enable-user": async () => (await import("@/lib/services/change-user")).enableUser,
  "set-user-role": async () => (await import("@/lib/services/change-user")).setUserRole,
  "set-user-wards": async () => (await import("@/lib/services/change-user")).setUserWards,
  "link-identity": async () => (await import("@/lib/services/link-identity")).linkIdentity,
  "unlink-identity": async () => (await import("@/lib/services/link-identity")).unlinkIdentity,
  "reset-password": async () => (await import("@/lib/services/change-user")).resetPassword,
  "list-connections": async () => (await import("@/lib/services/connections")).readConnections,
  "add-connection": async () => (await import("@/lib/services/connections")).addConnection,
  "change-connection": async () => (await import("@/lib/services/change-connection")).changeConnection,
  "disable-connection": async () => (await import("@/lib/services/change-connection")).disableConnection,
  "new-connection-secret": async () => (await import("@/lib/services/change-connection")).newConnectionSecret,
  "revoke-sessions": async () => (await import("@/lib/services/sessions")).revokeSessions,
  "validate-model": async () => (await import("@/lib/services/validation")).validateModel,
  "list-versions": async () => (await import("@/lib/services/list-versions")).listVersions,
  "register-model": async () => (await import("@/lib/services/register-model")).registerModel,
  "promote-model": async () => (await import("@/lib/services/rollouts")).promoteModel,
  "set-rollout": async () => (await import("@/lib/services/rollouts")).setRollout,
  "roll-back-model": async () => (await import("@/lib/services/rollouts")).rollBackModel,
  "read-labels": async () => (await import("@/lib/services/read-labels")).readLabels,
  "make-snapshot": async () => (await import("@/lib/services/training-snapshots")).makeSnapshot,
  "read-snapshots": async () => (await import("@/lib/services/training-snapshots")).readSnapshots,
  "compare-snapshots": async () => (await import("@/lib/services/training-snapshots")).compareSnapshots,
  "rebuild-snapshot": async () => (await import("@/lib/services/training-snapshots")).rebuildSnapshot,
  "set-up-demo": async () => (await import("@/lib/services/set-up-demo")).setUpDemo,
  "sync-demand": async () => (await import("@/lib/services/sync-demand")).syncDemand,
  "sync-feed": async () => (await import("@/lib/services/sync-feed")).syncFeed,
  "verify-audit": async () => (await import("@/lib/services/verify-audit")).verifyAudit,
} as const;

export type OperatorVerbName = keyof typeof OPERATOR_VERBS;
type VerbOf<Name extends OperatorVerbName> = Awaited<ReturnType<(typeof OPERATOR_VERBS)[Name]>>;
export type OperatorInput<Name extends OperatorVerbName> = Parameters<VerbOf<Name>>[2];
export type OperatorOutput<Name extends OperatorVerbName> = Awaited<ReturnType<VerbOf<Name>>>;

type AnyVerb = (house: House, caller: Caller, input: unknown, tell?: Tell) => Promise<unknown>;

/** Does what an operator asked for and says how it went; never throws. The verb itself decides whether it may be done. */
export async function answerOperator(
  house: House,
  { verb, operator, input }: OwnerRequest,
  tell?: Tell,
): Promise<OwnerReply> {
  try {
    if (!Object.hasOwn(OPERATOR_VERBS, verb)) throw new Fault("bad-input", `There is no operator's verb "${verb}".`);
    const run = (await OPERATOR_VERBS[verb as OperatorVerbName]()) as AnyVerb;
    return { ok: true, output: await run(house, { system: operator }, input, tell) };
  } catch (error) {
    if (isFault(error)) return { ok: false, error: { code: error.code, message: error.message } };
    return { ok: false, error: { code: "error", message: "Something went wrong. The server's log says more." } };
  }
}
