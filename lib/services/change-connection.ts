import { eq } from "drizzle-orm";
import { z } from "zod";
import { CONNECTION_SETTINGS } from "@/lib/core/connections/connection-settings";
import { Fault } from "@/lib/core/fault";
import { hashClientSecret, makeClientSecret } from "@/lib/io/client-secret";
import { connections } from "@/lib/io/database/connection-schema";
import { users, userWards } from "@/lib/io/database/schema";
import { connectionName, hasSecretOfOurs } from "@/lib/services/connections";
import { giveWards, mustBeOwnWards, mustBeWards, wardIdList } from "@/lib/services/users";
import { type Scope, verb } from "@/lib/services/verb";

const one = z.object({ connectionId: z.uuid() });
type One = z.output<typeof one>;
const about = ({ connectionId }: One): Record<string, string> => ({ connectionId });
const noWards = async (): Promise<readonly string[]> => [];

/** The connection, its row held until the end of the transaction; a Fault where there is none, or it is disabled. */
async function findConnection({ tx }: Scope, connectionId: string) {
  const [found] = await tx.select().from(connections).where(eq(connections.id, connectionId)).for("update");
  if (found === undefined || found.userId === null) throw new Fault("not-found", "There is no such connection.");
  if (found.disabledAt !== null)
    throw new Fault("conflict", "This connection is disabled. Add it anew where it is to be trusted again.");
  return { ...found, userId: found.userId };
}

/** What the kind's schema makes of new settings; a Fault that names the first field that is wrong. */
function readSettings(kind: keyof typeof CONNECTION_SETTINGS, settings: unknown): object {
  const parsed = CONNECTION_SETTINGS[kind].safeParse(settings);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Fault("bad-input", `settings.${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not valid"}.`);
}

async function changeWards({ tx, actor }: Scope, userId: string, wanted: readonly string[]): Promise<number> {
  await mustBeWards(tx, wanted);
  const had = await tx.select({ id: userWards.wardId }).from(userWards).where(eq(userWards.userId, userId));
  const [before, after] = [new Set(had.map(({ id }) => id)), new Set(wanted)];
  const changed = [...before].filter((id) => !after.has(id)).concat([...after].filter((id) => !before.has(id)));
  mustBeOwnWards(actor, changed);
  await tx.delete(userWards).where(eq(userWards.userId, userId));
  await giveWards(tx, userId, wanted);
  return changed.length;
}

/** Another name, other settings, other wards, each where it is said; they hold from the program's next request on. */
export const changeConnection = verb({
  name: "manage-connections",
  input: one.extend({
    name: connectionName.optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
    wardIds: wardIdList.optional(),
  }),
  about,
  wards: noWards,
  run: async (scope, { connectionId, name, settings, wardIds }) => {
    const { id, kind, userId } = await findConnection(scope, connectionId);
    if (settings !== undefined)
      await scope.tx
        .update(connections)
        .set({ settings: readSettings(kind, settings) })
        .where(eq(connections.id, id));
    if (name !== undefined) {
      await scope.tx.update(connections).set({ name }).where(eq(connections.id, id));
      await scope.tx.update(users).set({ name }).where(eq(users.id, userId));
    }
    const wardsChanged = wardIds === undefined ? 0 : await changeWards(scope, userId, wardIds);
    const detail = { did: "change", kind, name: name !== undefined, settings: settings !== undefined, wardsChanged };
    return { output: {}, audit: { target: { connectionId: id, userId }, detail } };
  },
});

/** Ends the trust at once: its tokens and its secret are worth nothing from here on. What it did stays in the record. */
export const disableConnection = verb({
  name: "manage-connections",
  input: one,
  about,
  wards: noWards,
  run: async (scope, { connectionId }) => {
    const { id, kind, userId } = await findConnection(scope, connectionId);
    const ended = { disabledAt: scope.now };
    await scope.tx
      .update(connections)
      .set({ ...ended, secretHash: null })
      .where(eq(connections.id, id));
    await scope.tx.update(users).set(ended).where(eq(users.id, userId));
    return { output: {}, audit: { target: { connectionId: id, userId }, detail: { did: "disable", kind } } };
  },
});

/** A new secret, made here and told once; the old one is worth nothing at once. */
export const newConnectionSecret = verb({
  name: "manage-connections",
  input: one,
  about,
  wards: noWards,
  run: async (scope, { connectionId }) => {
    const { id, kind } = await findConnection(scope, connectionId);
    if (!hasSecretOfOurs(kind)) throw new Fault("conflict", "This kind of connection has no secret of ours.");
    const secret = makeClientSecret(id);
    await scope.tx
      .update(connections)
      .set({ secretHash: hashClientSecret(secret) })
      .where(eq(connections.id, id));
    return { output: { secret }, audit: { target: { connectionId: id }, detail: { did: "new-secret", kind } } };
  },
});
