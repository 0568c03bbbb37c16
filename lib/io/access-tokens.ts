import { jwtVerify, SignJWT } from "jose";

/** How long a token is good for. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

const AUDIENCE = "wardlight-api";
const ALGORITHM = "HS256";
const TYPE = "at+jwt";

/** What a token says: whose it is, for which scopes, and which secret it was asked for with. */
export interface AccessToken {
  readonly connectionId: string;
  readonly scopes: readonly string[];
  /** Keyed fingerprint of the secret's hash: a new secret ends the tokens of the old one. */
  readonly secret: string;
}

/** Signs a token for this installation's own API, good for a quarter of an hour. */
export function signAccessToken(key: Uint8Array, token: AccessToken, now: Date): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ scope: token.scopes.join(" "), sec: token.secret })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setSubject(token.connectionId)
    .setAudience(AUDIENCE)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ACCESS_TOKEN_SECONDS)
    .sign(key);
}

/** Reads a token of ours; null where it is forged, of another kind, for somebody else, or run out. */
export async function readAccessToken(key: Uint8Array, token: string, now: Date): Promise<AccessToken | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      typ: TYPE,
      currentDate: now,
      requiredClaims: ["sub", "exp"],
    });
    const { sub, scope, sec } = payload;
    if (typeof sub !== "string" || typeof scope !== "string" || typeof sec !== "string") return null;
    return { connectionId: sub, scopes: scope === "" ? [] : scope.split(" "), secret: sec };
  } catch {
    return null;
  }
}
