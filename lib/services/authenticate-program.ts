import { and, eq, inArray, isNull, lt, or } from "drizzle-orm";
import { SCOPE_NAMES, type Scope } from "@/lib/core/access/scopes";
import type { ConnectionKind } from "@/lib/core/connections/connection";
import { clientScopes } from "@/lib/core/connections/connection-settings";
import { ACCESS_TOKEN_SECONDS, readAccessToken, signAccessToken } from "@/lib/io/access-tokens";
import { connectionOfSecret, isClientSecret } from "@/lib/io/client-secret";
import { connections } from "@/lib/io/database/connection-schema";
import { appendAudit } from "@/lib/services/audit-log";
import { auditRefusal } from "@/lib/services/audit-refusal";
import type { ClientCaller } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";
import { inRounds } from "@/lib/services/in-rounds";

type Outside = Pick<House, "database" | "vault" | "clock" | "sealer" | "changeFeed">;

/** Use is noted once an hour: often enough to tell what is still needed. */
const USE_STEP_MS = 60 * 60_000;

const keyOf = ({ vault }: Outside): Buffer => vault.deriveKey("access-token");
const printOf = ({ vault }: Outside, secretHash: string): string =>
  vault.fingerprint(`access-token ${secretHash}`).slice(0, 32);

type Connection = typeof connections.$inferSelect;

interface Lookup {
  readonly id: string;
  readonly resolve: (found: Connection | undefined) => void;
  readonly reject: (thrown: unknown) => void;
}

/** How long anybody waits for a round that is not theirs. */
const PATIENCE_MS = 100;

/** Programs who come together are looked up in one query, after the last of them asked. */
async function lookUp({ database }: Outside, take: () => readonly Lookup[]): Promise<void> {
  let lookups: readonly Lookup[] = [];
  try {
    const rows = await database.transaction((tx) => {
      lookups = take();
      const ids = [...new Set(lookups.map(({ id }) => id))];
      return tx.select().from(connections).where(inArray(connections.id, ids));
    });
    for (const { id, resolve } of lookups) resolve(rows.find((row) => row.id === id));
  } catch (thrown) {
    for (const { reject } of lookups.length > 0 ? lookups : take()) reject(thrown);
  }
}

const rounds = new WeakMap<Outside["database"], (lookup: Lookup) => void>();

async function findConnection(house: Outside, id: string, kinds: readonly ConnectionKind[]) {
  const { database } = house;
  const ask = rounds.get(database) ?? inRounds<Lookup>((take) => lookUp(house, take), PATIENCE_MS);
  rounds.set(database, ask);
  const found = await new Promise<Connection | undefined>((resolve, reject) => ask({ id, resolve, reject }));
  return found !== undefined && found.disabledAt === null && kinds.includes(found.kind) ? found : null;
}

async function noteUse({ database, clock }: Outside, id: string, lastUsedAt: Date | null): Promise<void> {
  const now = clock.now();
  const stale = new Date(now.getTime() - USE_STEP_MS);
  if (lastUsedAt !== null && lastUsedAt > stale) return;
  // Asked again in the statement: of several requests at once, one writes.
  const isStale = or(isNull(connections.lastUsedAt), lt(connections.lastUsedAt, stale));
  await database.transaction((tx) =>
    tx
      .update(connections)
      .set({ lastUsedAt: now })
      .where(and(eq(connections.id, id), isStale)),
  );
}

/** A secret or token that is nobody's stands in the audit, with whose it said it was. */
const refuse = (house: Outside, claimed: string | null, known: { readonly id: string } | null, code: string) =>
  auditRefusal(house, { verb: "authenticate-program", code, claimed, known: known?.id ?? null });

/** The program a secret of ours belongs to; null where it is nobody's, disabled, or of another kind. */
export async function authenticateSecret(
  house: Outside,
  secret: string,
  kinds: readonly ConnectionKind[],
): Promise<ClientCaller | null> {
  const id = connectionOfSecret(secret);
  const found = id === null ? null : await findConnection(house, id, kinds);
  if (!isClientSecret(secret, found?.secretHash ?? null) || found === null) {
    await refuse(house, id, found, "wrong-secret");
    return null;
  }
  await noteUse(house, found.id, found.lastUsedAt);
  return { connectionId: found.id };
}

/** The program a token was given to, for the scopes it was given for; null where it is not, or no longer, good. */
export async function authenticateToken(house: Outside, token: string): Promise<ClientCaller | null> {
  const read = await readAccessToken(keyOf(house), token, house.clock.now());
  const found = read === null ? null : await findConnection(house, read.connectionId, ["api-client"]);
  if (read === null || found?.secretHash == null || printOf(house, found.secretHash) !== read.secret) {
    await refuse(house, read?.connectionId ?? null, found, "token-not-good");
    return null;
  }
  await noteUse(house, found.id, found.lastUsedAt);
  const scopes = read.scopes.filter((scope): scope is Scope => (SCOPE_NAMES as readonly string[]).includes(scope));
  return { connectionId: found.id, scopes };
}

/** A token as RFC 6749 answers it, or which of its errors. */
export type TokenAnswer =
  | { readonly token: string; readonly seconds: number; readonly scopes: readonly Scope[] }
  | { readonly error: "invalid_client" | "invalid_scope" };

/**
 * A short-lived token for an API client that proves who it is with its secret; for fewer scopes than it has, where it
 * asks for fewer. Every token given or refused is audited.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
export async function giveToken(
  house: Outside,
  { clientId, secret, wanted }: { clientId: string; secret: string; wanted: readonly string[] | null },
): Promise<TokenAnswer> {
  // The client's id is in its secret: an id that is another one's is a mistake worth refusing.
  const id = connectionOfSecret(secret);
  const found = id === null || id !== clientId.toLowerCase() ? null : await findConnection(house, id, ["api-client"]);
  if (!isClientSecret(secret, found?.secretHash ?? null) || found?.secretHash == null) {
    await refuse(house, id, found, "wrong-secret");
    return { error: "invalid_client" };
  }
  const has = clientScopes(found.kind, found.settings);
  if (wanted?.some((scope) => !(has as readonly string[]).includes(scope))) {
    await refuse(house, found.id, found, "scope-not-given");
    return { error: "invalid_scope" };
  }
  const scopes = wanted === null ? has : has.filter((scope) => wanted.includes(scope));
  const now = house.clock.now();
  const claims = { connectionId: found.id, scopes, secret: printOf(house, found.secretHash) };
  const token = await signAccessToken(keyOf(house), claims, now);
  await noteUse(house, found.id, found.lastUsedAt);
  await house.database.transaction((tx) =>
    appendAudit(house, tx, {
      at: now.toISOString(),
      actorId: found.userId,
      actorRole: "client",
      verb: "authenticate-program",
      outcome: "done",
      target: { connectionId: found.id },
      detail: { did: "give-token", scopes: scopes.length },
    }),
  );
  return { token, seconds: ACCESS_TOKEN_SECONDS, scopes };
}
