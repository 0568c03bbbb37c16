import type { ApiRequest } from "@/app/_adapters/api/api-request";
import { faultWithHeaders } from "@/app/_adapters/api/door-fault";
import { addressOf, type Limits, limitHeaders } from "@/app/_adapters/api/limits";
import { Fault } from "@/lib/core/fault";
import { authenticateSecret, authenticateToken } from "@/lib/services/authenticate-program";
import type { Caller, ClientCaller } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";

/** What a door of the API needs to know who asks. */
export interface Doorkeeper {
  readonly house: House;
  readonly limits: Limits;
  /** Where people reach Wardlight: the only page that may write with somebody's cookie. */
  readonly baseUrl: string;
  /** Whoever is signed in with a cookie; throws a Fault where nobody is. */
  readonly person: () => Promise<Caller>;
}

/** Who asks, and what every answer to them says. */
export interface Identified {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string>>;
}

/** An API key or a token; null where the request carries neither. A Fault where it carries more than one, or another scheme. */
function readCredential(headers: ApiRequest["headers"]): string | null {
  const key = headers.get("x-api-key");
  const authorization = headers.get("authorization");
  if (key !== null && authorization !== null)
    throw new Fault("bad-input", "Send an Authorization header or X-API-Key, not both.");
  if (authorization === null) return key === null ? null : key.trim();
  const [, token] = /^Bearer +([^\s,]+)$/i.exec(authorization.trim()) ?? [];
  if (token === undefined) throw new Fault("unauthenticated", "Send the token as Authorization: Bearer.");
  return token;
}

const NOBODY = "This key or token is not, or no longer, good.";

async function identifyProgram(
  { house, limits }: Doorkeeper,
  credential: string,
  headers: ApiRequest["headers"],
): Promise<Identified> {
  const now = house.clock.now().getTime();
  const address = addressOf(headers);
  const failures = limits.failures.look(address, now);
  if (!failures.allowed)
    throw faultWithHeaders("too-many", "Too many keys and tokens that are nobody's came from there. Wait a minute.", {
      "Retry-After": String(failures.resetSeconds),
    });
  const isSecret = credential.startsWith("wl_");
  const caller: ClientCaller | null =
    credential.length > 4_000
      ? null
      : await (isSecret ? authenticateSecret(house, credential, ["api-client"]) : authenticateToken(house, credential));
  if (caller === null) {
    limits.failures.spend(address, now);
    throw faultWithHeaders("unauthenticated", NOBODY, {
      "WWW-Authenticate": 'Bearer realm="Wardlight", error="invalid_token"',
    });
  }
  const allowance = limits.requests.spend(caller.connectionId, now);
  const told = limitHeaders("requests", allowance);
  if (!allowance.allowed) throw faultWithHeaders("too-many", "This program asks too often. Wait a moment.", told);
  return { caller, headers: told };
}

/**
 * A page elsewhere must not write with somebody's cookie. Browsers say where a request comes from; what says nothing
 * is no browser, and cookies are not sent along from other sites in the first place (SameSite).
 */
function assertOwnPage(request: ApiRequest, baseUrl: string): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isOwn =
    origin === null
      ? site === null || site === "same-origin" || site === "none"
      : origin === new URL(baseUrl).origin ||
        (URL.canParse(origin) && new URL(origin).host === request.headers.get("host"));
  if (!isOwn) throw new Fault("forbidden", "A page of another site may not do this.");
}

/** Who sends a request: a program by its key or token, else whoever is signed in. Throws a Fault where it is nobody. */
export async function identify(keeper: Doorkeeper, request: ApiRequest): Promise<Identified> {
  const credential = readCredential(request.headers);
  if (credential !== null) return identifyProgram(keeper, credential, request.headers);
  if (request.method !== "GET" && request.method !== "HEAD") assertOwnPage(request, keeper.baseUrl);
  return { caller: await keeper.person(), headers: {} };
}
