import { lt } from "drizzle-orm";
import { compactVerify } from "jose";
import {
  findTokenFlaw,
  forgottenFrom,
  type PeekedToken,
  peekToken,
  TOKEN_ALGORITHMS,
  type TokenClaims,
  type TokenFlaw,
  type TokenRules,
} from "@/lib/core/connections/foreign-token";
import { usedTokens } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { type KeySets, openKeySets } from "@/lib/io/key-sets";
import type { House } from "@/lib/services/house";

const setsByHouse = new WeakMap<object, KeySets>();

/** The key sets a house has read so far. */
function keySetsOf(house: object): KeySets {
  const open = setsByHouse.get(house) ?? openKeySets();
  setsByHouse.set(house, open);
  return open;
}

/**
 * What a token of somebody outside says, once its signature and everything settled with its issuer hold; a flaw
 * otherwise. Whether it was used before is asked apart, in a transaction (`useTokenOnce`); this one may go out for keys.
 * Throws a Fault "not-ready" where the issuer's keys cannot be read.
 */
export async function believeToken(
  house: Pick<House, "clock">,
  token: string,
  rules: TokenRules,
): Promise<TokenClaims | TokenFlaw> {
  const peeked = peekToken(token);
  if (typeof peeked === "string") return peeked;
  // Cheap things first: nobody makes us go out for keys with a token that is no good anyway.
  const flaw = findTokenFlaw(peeked, rules, house.clock.now().getTime() / 1000);
  if (flaw !== null) return flaw;
  return (await isSigned(house, token, peeked, rules)) ?? peeked.claims;
}

async function isSigned(house: object, token: string, { header }: PeekedToken, rules: TokenRules) {
  const key = await keySetsOf(house).find(rules.jwksUrl, header.kid, header.alg);
  if (key === null) return "no-such-key" as const;
  try {
    await compactVerify(token, key, { algorithms: [...TOKEN_ALGORITHMS] });
    return null;
  } catch {
    return "signature" as const;
  }
}

/** Notes that a token's id was used; false where it had been. Ids of tokens that nobody believes any more are let go. */
export async function useTokenOnce(
  { tx, now }: { readonly tx: Transaction; readonly now: Date },
  { iss, jti, exp }: { readonly iss: string; readonly jti: string; readonly exp: number },
): Promise<boolean> {
  await tx.delete(usedTokens).where(lt(usedTokens.expiresAt, now));
  const values = { issuer: iss, token: jti, expiresAt: new Date(forgottenFrom({ exp })) };
  const noted = await tx.insert(usedTokens).values(values).onConflictDoNothing().returning({ token: usedTokens.token });
  return noted.length > 0;
}
