import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/lib/io/database/database";
import { users } from "@/lib/io/database/schema";
import { appendAudit } from "@/lib/services/audit-log";
import type { House } from "@/lib/services/house";
import { openSession } from "@/lib/services/sessions";
import type { SignedIn } from "@/lib/services/sign-in";
import { countTry } from "@/lib/services/sign-in-tries";

/** What an ID token says of somebody, its signature, audience, nonce and times checked before. */
const claimsSchema = z.object({
  iss: z.string().min(1).max(1000),
  sub: z.string().min(1).max(255),
  email: z.string().trim().toLowerCase().min(3).max(254).optional(),
  /** Some providers send the word instead of the value. */
  email_verified: z.union([z.boolean(), z.literal("true").transform(() => true)]).optional(),
});
type Claims = z.output<typeof claimsSchema>;

/** Why somebody the identity provider knows is not let in, or why what it sent was not believed. */
export type OidcRefusal = "not-believed" | "wrong-issuer" | "unknown-account" | "disabled" | "linked-elsewhere";

type User = typeof users.$inferSelect;

/** Whom these claims are about: by who they are to the provider, else, the first time, by verified e-mail address. */
async function findUser(tx: Transaction, { iss, sub, email, email_verified }: Claims): Promise<User | OidcRefusal> {
  const isTheirs = and(eq(users.oidcIssuer, iss), eq(users.oidcSubject, sub));
  const [linked] = await tx.select().from(users).where(isTheirs).for("update");
  if (linked !== undefined) return linked.disabledAt === null ? linked : "disabled";
  // An address nobody checked could be anybody's.
  if (email === undefined || email_verified !== true) return "unknown-account";
  const [meant] = await tx.select().from(users).where(eq(users.email, email)).for("update");
  if (meant === undefined) return "unknown-account";
  if (meant.disabledAt !== null) return "disabled";
  return meant.oidcSubject === null ? meant : "linked-elsewhere";
}

/**
 * Begins a session for whoever the hospital's identity provider says is there. Only an account made beforehand is let
 * in: nobody is created by signing in. From the first time on it is tied to the provider's subject, so that an address
 * that is later given to somebody else opens nothing. Every try is audited; no address is written down.
 */
export async function signInWithOidc(house: House, issuer: string, sent: unknown): Promise<SignedIn | OidcRefusal> {
  const parsed = claimsSchema.safeParse(sent);
  if (!parsed.success) return refuseOidc(house, "not-believed");
  const claims = parsed.data;
  const { database, vault } = house;
  const now = house.clock.now();
  const account = vault.fingerprint(`sign-in ${claims.iss} ${claims.sub}`).slice(0, 16);
  return database.transaction(async (tx) => {
    const user = claims.iss === issuer ? await findUser(tx, claims) : "wrong-issuer";
    const entry = { at: now.toISOString(), verb: "sign-in", target: { account } };
    if (typeof user === "string") {
      const detail = { code: user, by: "oidc" };
      await appendAudit(house, tx, { ...entry, actorId: null, actorRole: null, outcome: "refused", detail });
      return user;
    }
    const isFirst = user.oidcSubject === null;
    if (isFirst)
      await tx.update(users).set({ oidcIssuer: claims.iss, oidcSubject: claims.sub }).where(eq(users.id, user.id));
    const sessionId = await openSession(tx, user.id, now);
    const detail = { code: "ok", by: "oidc", ...(isFirst ? { linked: true } : {}) };
    await appendAudit(house, tx, { ...entry, actorId: user.id, actorRole: user.role, outcome: "done", detail });
    return { id: user.id, sessionId };
  });
}

/** Anybody can send nonsense to the callback; so much of it in a quarter of an hour is written down one by one. */
const AUDITED_REFUSALS = 100;

/** Audits that what came back from the identity provider was not believed: a wrong state, nonce, signature or code. */
export async function refuseOidc(house: House, why: OidcRefusal): Promise<OidcRefusal> {
  const now = house.clock.now();
  await house.database.transaction(async (tx) => {
    const tries = await countTry(tx, house.vault.fingerprint("sign-in oidc callback"), now);
    if (tries > AUDITED_REFUSALS) return;
    await appendAudit(house, tx, {
      at: now.toISOString(),
      actorId: null,
      actorRole: null,
      verb: "sign-in",
      outcome: "refused",
      target: {},
      detail: { code: why, by: "oidc" },
    });
  });
  return why;
}
