import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { CONNECTION_SETTINGS } from "@/lib/core/connections/connection-settings";
import type { ConnectionList } from "@/lib/core/connections/connection-view";
import { Fault } from "@/lib/core/fault";
import { hashClientSecret, makeClientSecret } from "@/lib/io/client-secret";
import { connections } from "@/lib/io/database/connection-schema";
import { users, userWards, wards } from "@/lib/io/database/schema";
import { giveWards, mustBeOwnWards, mustBeWards, wardIdList } from "@/lib/services/users";
import { verb } from "@/lib/services/verb";

/** Every program that is or was trusted, by kind and name; never a secret, and nothing of any patient. */
export const readConnections = verb({
  name: "read-connections",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx }) => {
    const rows = await tx.select().from(connections).orderBy(asc(connections.kind), asc(connections.name));
    const allWards = await tx.select({ id: wards.id, name: wards.name }).from(wards).orderBy(asc(wards.name));
    const given = await tx
      .select({ userId: userWards.userId, wardId: userWards.wardId })
      .from(userWards)
      .innerJoin(users, eq(users.id, userWards.userId))
      .where(eq(users.role, "client"));
    const output: ConnectionList = {
      connections: rows.map(({ secretHash, userId, createdAt, lastUsedAt, disabledAt, ...row }) => {
        const mine = new Set(given.flatMap((one) => (one.userId === userId ? [one.wardId] : [])));
        return {
          ...row,
          wards: allWards.filter(({ id }) => mine.has(id)),
          hasSecret: secretHash !== null,
          createdAt: createdAt.toISOString(),
          lastUsedAt: lastUsedAt?.toISOString() ?? null,
          disabledAt: disabledAt?.toISOString() ?? null,
        };
      }),
      wards: allWards,
    };
    return { output, audit: { target: {}, detail: { connections: rows.length } } };
  },
});

export const connectionName = z.string().trim().min(1, "is missing").max(200);
const common = { name: connectionName, wardIds: wardIdList.default([]) };
const issuer = z.string().trim().min(1).max(1_000);

const newConnection = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("api-client"), ...common, settings: CONNECTION_SETTINGS["api-client"] }),
  z.object({ kind: z.literal("cds-client"), ...common, issuer, settings: CONNECTION_SETTINGS["cds-client"] }),
  z.object({
    kind: z.literal("smart-server"),
    ...common,
    issuer: z.url({ protocol: /^https?$/, error: "is not the address of a FHIR server" }).max(1_000),
    settings: CONNECTION_SETTINGS["smart-server"],
  }),
  z.object({ kind: z.literal("notifier"), ...common, settings: CONNECTION_SETTINGS.notifier.default({}) }),
]);

/** Kinds that prove who they are with a secret of ours; the others with keys or at their own server. */
export const hasSecretOfOurs = (kind: string): boolean => kind === "api-client" || kind === "notifier";

/**
 * Trusts a program: what it may do and on which wards, with an account of its own that stands in the audit. Its secret
 * is made here and told once. An issuer is trusted once by kind. Administrators give only wards they have themselves.
 */
export const addConnection = verb({
  name: "manage-connections",
  input: newConnection,
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, now, actor }, wanted) => {
    const { kind, name, settings, wardIds } = wanted;
    await mustBeWards(tx, wardIds);
    mustBeOwnWards(actor, wardIds);
    const id = randomUUID();
    const userId = randomUUID();
    // Nothing is ever sent there, and nobody can sign in with it: the role sees to that.
    const email = `${id}@program.invalid`;
    await tx.insert(users).values({ id: userId, email, name, role: "client", createdAt: now });
    await giveWards(tx, userId, wardIds);
    const secret = hasSecretOfOurs(kind) ? makeClientSecret(id) : null;
    const issuer = "issuer" in wanted ? wanted.issuer : null;
    const secretHash = secret === null ? null : hashClientSecret(secret);
    const made = await tx
      .insert(connections)
      .values({ id, kind, name, issuer, settings, secretHash, userId, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: connections.id });
    if (made.length === 0)
      throw new Fault("conflict", "This issuer is trusted already. Disable that connection first.");
    return {
      output: { id, kind, name, issuer, wardIds, secret },
      audit: { target: { connectionId: id, userId }, detail: { did: "add", kind, wards: new Set(wardIds).size } },
    };
  },
});
