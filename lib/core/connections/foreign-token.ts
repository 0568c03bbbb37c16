import { z } from "zod";

/**
 * Signatures that are believed: RSA and elliptic curves with SHA-2. Never "none", never a shared secret (HS…), with
 * which a public key would do as one.
 * @see https://cds-hooks.hl7.org/2.0/#signing-algorithm
 */
export const TOKEN_ALGORITHMS = ["ES384", "RS384", "ES256", "ES512", "RS256", "RS512"] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** Why a token is not believed. For the audit; who sent it is told nothing but that it is not. */
export const TOKEN_FLAWS = [
  "no-token",
  "not-a-token",
  "algorithm",
  "key-address",
  "issuer",
  "no-such-key",
  "signature",
  "audience",
  "expired",
  "not-yet",
  "lives-too-long",
  "used",
] as const;
export type TokenFlaw = (typeof TOKEN_FLAWS)[number];

/** Clocks of two machines differ by so much, in seconds. */
const SKEW = 30;
/** A token that is longer than this was not made by anybody who means well. */
const LONGEST = 16_384;

const headerSchema = z.object({
  alg: z.enum(TOKEN_ALGORITHMS),
  /** JWT; a few senders leave it out or write it small, and the signature covers it anyway. */
  typ: z.string().toLowerCase().pipe(z.literal("jwt")).optional(),
  kid: z.string().min(1).max(500),
  jku: z.string().min(1).max(2000).optional(),
  /** Nothing that must be understood to read the token is. */
  crit: z.undefined().optional(),
});
export type TokenHeader = z.output<typeof headerSchema>;

const claimsSchema = z.looseObject({
  iss: z.string().min(1).max(2000),
  aud: z.union([z.string().min(1), z.array(z.string()).min(1).max(20)]),
  exp: z.number().finite(),
  iat: z.number().finite(),
  nbf: z.number().finite().optional(),
  /** Its id, so that it is good for one use. */
  jti: z.string().min(1).max(500),
});
export type TokenClaims = z.output<typeof claimsSchema>;

/** What a token says before anything of it was believed: good for finding whose key to ask for, and nothing else. */
export interface PeekedToken {
  readonly header: TokenHeader;
  readonly claims: TokenClaims;
}

function part(encoded: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return null;
  const bytes = Uint8Array.from(atob(encoded.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

/** Reads a compact JWS without believing it; a flaw where it is none, or is signed in a way that is never believed. */
export function peekToken(token: string): PeekedToken | TokenFlaw {
  const parts = token.split(".");
  const [head, body] = parts;
  if (token.length > LONGEST || parts.length !== 3 || head === undefined || body === undefined) return "not-a-token";
  try {
    const header = headerSchema.safeParse(part(head));
    if (!header.success) return header.error.issues.some(({ path }) => path[0] === "alg") ? "algorithm" : "not-a-token";
    const claims = claimsSchema.safeParse(part(body));
    return claims.success ? { header: header.data, claims: claims.data } : "not-a-token";
  } catch {
    return "not-a-token";
  }
}

/** What a token must be to be believed, by what was settled with its issuer beforehand. */
export interface TokenRules {
  readonly issuer: string;
  /** Who we are to whoever made it: one of these stands in `aud`, letter by letter. */
  readonly audiences: readonly string[];
  /** Where its keys are. A token that names another place is not believed. */
  readonly jwksUrl: string;
  /** From its making to its end, in seconds. */
  readonly longestLife: number;
}

/**
 * The first thing that is wrong with a token whose signature has yet to be checked or was; null where nothing is.
 * @param now seconds since 1970
 * @see https://cds-hooks.hl7.org/2.0/#trusting-cds-clients
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
export function findTokenFlaw({ header, claims }: PeekedToken, rules: TokenRules, now: number): TokenFlaw | null {
  if (claims.iss !== rules.issuer) return "issuer";
  if (header.jku !== undefined && header.jku !== rules.jwksUrl) return "key-address";
  if (![claims.aud].flat().some((audience) => rules.audiences.includes(audience))) return "audience";
  if (claims.exp <= now - SKEW) return "expired";
  if (claims.nbf !== undefined && claims.nbf > now + SKEW) return "not-yet";
  if (claims.iat > now + SKEW) return "not-yet";
  if (claims.exp - claims.iat > rules.longestLife || claims.exp < claims.iat) return "lives-too-long";
  return null;
}

/** From when a token's id may be forgotten: nobody believes the token any more by then, in milliseconds since 1970. */
export const forgottenFrom = ({ exp }: Pick<TokenClaims, "exp">): number => Math.ceil((exp + SKEW + 1) * 1000);
