import { and, eq, isNull } from "drizzle-orm";
import type { VerbName } from "@/lib/core/access/access";
import { CONNECTION_SETTINGS } from "@/lib/core/connections/connection-settings";
import { type PeekedToken, peekToken, type TokenFlaw } from "@/lib/core/connections/foreign-token";
import { isSecureAddress } from "@/lib/core/connections/secure-address";
import { Fault } from "@/lib/core/fault";
import { connections } from "@/lib/io/database/connection-schema";
import { auditRefusal } from "@/lib/services/audit-refusal";
import type { ClientCaller } from "@/lib/services/find-actor";
import { believeToken, useTokenOnce } from "@/lib/services/foreign-tokens";
import type { House } from "@/lib/services/house";
import type { Scope } from "@/lib/services/verb";

/** The specification leaves it open; EHRs make such tokens for one call, for five minutes mostly. In seconds. */
const LONGEST_LIFE = 600;
/** `lastUsedAt` is worth a write so often. */
const USE_STEP_MS = 60_000;

/** An EHR that proved who it is, and what was settled with it. */
export interface CdsClient {
  readonly caller: ClientCaller;
  /** FHIR servers that may be read with a token it sends. */
  readonly fhirServers: readonly string[];
}

interface Asked {
  readonly verb: VerbName;
  /** The `Authorization` header. */
  readonly authorization: string | null;
  /** The address that was called, as the EHR knows it. */
  readonly audience: string;
}

async function findClient({ database }: House, { claims }: PeekedToken) {
  const isTheirs = and(
    eq(connections.kind, "cds-client"),
    eq(connections.issuer, claims.iss),
    isNull(connections.disabledAt),
  );
  const [found] = await database.transaction((tx) => tx.select().from(connections).where(isTheirs));
  if (found === undefined) return null;
  const settings = CONNECTION_SETTINGS["cds-client"].safeParse(found.settings);
  return settings.success ? { ...found, settings: settings.data } : null;
}

async function refuse(house: House, verb: VerbName, code: TokenFlaw, connectionId: string | null): Promise<Fault> {
  await auditRefusal(house, { verb, code, claimed: connectionId, known: connectionId });
  // Which of the many it was helps nobody who means well as much as it helps the others.
  return new Fault("unauthenticated", "This request is not signed by a program that is let in here.");
}

/**
 * Which EHR calls, by the signed token it sends: the issuer is on the list, its key is where it was settled to be, the
 * token is for this very address, not over, and was never used.
 * @throws Fault unauthenticated, the same for whatever is wrong; not-ready where the EHR's keys cannot be read
 * @see https://cds-hooks.hl7.org/2.0/#trusting-cds-clients
 */
export async function authenticateCdsClient(
  house: House,
  { verb, authorization, audience }: Asked,
): Promise<CdsClient> {
  // Patients are not sent in the clear: not to an address that invites it either.
  if (!isSecureAddress(audience))
    throw new Fault("misconfigured", "CDS Hooks are served over HTTPS alone: NEXTAUTH_URL is not an https address.");
  const token = /^Bearer ([^\s,]+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw await refuse(house, verb, "no-token", null);
  const peeked = peekToken(token);
  if (typeof peeked === "string") throw await refuse(house, verb, peeked, null);
  const client = await findClient(house, peeked);
  if (client === null) throw await refuse(house, verb, "issuer", null);
  const { id, settings, lastUsedAt } = client;
  const rules = {
    issuer: peeked.claims.iss,
    audiences: [audience],
    jwksUrl: settings.jwksUrl,
    longestLife: LONGEST_LIFE,
  };
  const claims = await believeToken(house, token, rules);
  if (typeof claims === "string") throw await refuse(house, verb, claims, id);
  const now = house.clock.now();
  const isFirst = await house.database.transaction(async (tx) => {
    if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= USE_STEP_MS)
      await tx.update(connections).set({ lastUsedAt: now }).where(eq(connections.id, id));
    return useTokenOnce({ tx, now }, claims);
  });
  if (!isFirst) throw await refuse(house, verb, "used", id);
  return { caller: { connectionId: id }, fhirServers: settings.fhirServers };
}

/** The connection whose account does something: each has its own. */
export async function findOwnConnection({ tx, actor }: Scope): Promise<string> {
  const [found] = await tx.select({ id: connections.id }).from(connections).where(eq(connections.userId, actor.id));
  if (found === undefined) throw new Fault("forbidden", "This account belongs to no program.");
  return found.id;
}
