import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { isSecureAddress } from "@/lib/core/connections/secure-address";
import { Fault } from "@/lib/core/fault";
import { readFhirUser } from "@/lib/core/smart/launch-context";
import { normalAddress } from "@/lib/core/smart/smart-configuration";
import { userIdentities } from "@/lib/io/database/connection-schema";
import { endSessions, findOthersAccount } from "@/lib/services/change-user";
import { aboutAccount, accountReference } from "@/lib/services/find-account";
import { type Scope, verb } from "@/lib/services/verb";

const identity = z.object({
  issuer: z.string().max(1000).refine(isSecureAddress, "must be the https address of the EHR's FHIR server"),
  fhirUser: z.string().max(1000),
});

/** As a launch will say it; a Fault where that is nobody who could come in. */
function toIdentity({ issuer, fhirUser }: z.output<typeof identity>) {
  const base = normalAddress(issuer);
  const staff = readFhirUser(fhirUser, base);
  if (staff === null)
    throw new Fault("bad-input", "The EHR identity must be a member of staff, such as Practitioner/123.");
  return { issuer: base, subject: `${staff.type}/${staff.id}` };
}

/** The person a launch by this identity signs in is not only this account's business: their sessions end. */
async function removeIdentity(scope: Scope, { issuer, subject }: { issuer: string; subject: string }) {
  const [gone] = await scope.tx
    .delete(userIdentities)
    .where(and(eq(userIdentities.issuer, issuer), eq(userIdentities.subject, subject)))
    .returning({ userId: userIdentities.userId });
  return gone?.userId ?? null;
}

/**
 * Ties an account to who its owner is at an EHR: a launch from there signs them in, with the role and wards given here.
 * An account that a launch made for the same identity is let go of, and opens no more.
 */
export const linkIdentity = verb({
  name: "manage-users",
  input: identity.extend({ account: accountReference }),
  about: ({ account }) => aboutAccount(account),
  wards: async () => [],
  run: async (scope, input) => {
    const user = await findOthersAccount(scope, input.account);
    const { issuer, subject } = toIdentity(input);
    const before = await removeIdentity(scope, { issuer, subject });
    if (before !== null && before !== user.id) await endSessions(scope, before);
    await scope.tx.insert(userIdentities).values({ issuer, subject, userId: user.id, createdAt: scope.now });
    return { output: { id: user.id }, audit: { target: { userId: user.id }, detail: { did: "link-identity" } } };
  },
});

/** Takes that back: nobody is signed in by this identity until a launch or an administrator ties it anew. */
export const unlinkIdentity = verb({
  name: "manage-users",
  input: identity,
  about: () => ({}),
  wards: async () => [],
  run: async (scope, input) => {
    const userId = await removeIdentity(scope, toIdentity(input));
    if (userId === null) throw new Fault("not-found", "No account is tied to this EHR identity.");
    const ended = await endSessions(scope, userId);
    return { output: { ended }, audit: { target: { userId }, detail: { did: "unlink-identity", ended } } };
  },
});
