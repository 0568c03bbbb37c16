import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";
import { Fault } from "@/lib/core/fault";
import { readSearchPage } from "@/lib/core/feed/search-page";
import { type FhirResource, isResource } from "@/lib/core/fhir/resource";
import { type FhirUser, type LaunchTokens, readLaunchTokens } from "@/lib/core/smart/launch-context";
import {
  normalAddress,
  readIssuer,
  readSmartConfiguration,
  type SmartConfiguration,
} from "@/lib/core/smart/smart-configuration";
import { isRoleOf } from "@/lib/core/smart/staff-role";
import { ASSERTION_TYPE } from "@/lib/io/client-assertion";

const TIMEOUT_MS = 10_000;
/** Longer than any honest answer here. */
const MOST_BYTES = 1_000_000;
const CONFIGURATION_AGE_MS = 10 * 60_000;

/** JSON from an address that was allowed beforehand; never followed elsewhere, never longer than it should be. */
async function fetchJson(
  url: string,
  options: RequestInit,
): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    const response = await fetch(url, { ...options, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new Error("too long");
      chunks.push(chunk);
    }
    return { status: response.status, body: JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown };
  } catch (cause) {
    // The cause stays out of words and logs: it can hold an address with a code in it.
    throw new Fault("not-ready", "The EHR did not answer as it should.", { cause: (cause as Error).name });
  }
}

/** Where people sign in, and where the keys are of whoever says who they are. */
export interface SmartServer extends SmartConfiguration {
  readonly jwksUrl: string;
}

const configurations = new Map<string, { readonly at: number; readonly value: SmartServer }>();

/** What a FHIR server says of signing in, asked again after ten minutes. Throws a Fault where it cannot be used. */
export async function findSmartConfiguration(base: string): Promise<SmartServer> {
  const known = configurations.get(base);
  if (known !== undefined && Date.now() - known.at < CONFIGURATION_AGE_MS) return known.value;
  const headers = { accept: "application/json" };
  const { status, body } = await fetchJson(`${base}/.well-known/smart-configuration`, { headers });
  if (status !== 200) throw new Fault("not-ready", "The EHR has no SMART configuration.");
  const configuration = readSmartConfiguration(base, body);
  const { issuer } = configuration;
  const discovered = await fetchJson(`${normalAddress(issuer)}/.well-known/openid-configuration`, { headers });
  const { jwksUrl, namesItself } = readIssuer(issuer, discovered.body);
  const value = { ...configuration, jwksUrl, namesItself: configuration.namesItself || namesItself };
  configurations.set(base, { at: Date.now(), value });
  return value;
}

export interface CodeExchange {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly clientId: string;
  /** A confidential client's signed assertion; null for a public one. */
  readonly assertion: string | null;
}

/** @see https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html#obtain-access-token */
export async function exchangeCode(tokenEndpoint: string, exchange: CodeExchange): Promise<LaunchTokens> {
  const { code, verifier, redirectUri, clientId, assertion } = exchange;
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    // A confidential client is known by its assertion alone.
    ...(assertion === null
      ? { client_id: clientId }
      : {
          client_assertion_type: ASSERTION_TYPE,
          client_assertion: assertion,
        }),
  });
  const { status, body } = await fetchJson(tokenEndpoint, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  });
  if (status !== 200) throw new Fault("unauthenticated", "The EHR did not accept the sign-in.");
  return readLaunchTokens(body);
}

const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

/** Algorithms with a public key, and no others: a "none" or a shared secret proves nothing. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];

/**
 * The claims of an ID token, its signature, issuer, audience, times and nonce checked.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export async function verifyIdToken(
  { issuer, jwksUrl }: SmartServer,
  idToken: string,
  { clientId, nonce, now }: { readonly clientId: string; readonly nonce: string; readonly now: Date },
): Promise<JWTPayload & { readonly sub: string }> {
  const keys = keySets.get(jwksUrl) ?? createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: TIMEOUT_MS });
  keySets.set(jwksUrl, keys);
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      currentDate: now,
      clockTolerance: 60,
      requiredClaims: ["sub", "exp", "iat"],
    });
    const isForUs = !Array.isArray(payload.aud) || payload.aud.length === 1 || payload.azp === clientId;
    if (payload.nonce !== nonce || !isForUs || payload.sub === undefined) throw new Error("not ours");
    return { ...payload, sub: payload.sub };
  } catch (cause) {
    throw new Fault("unauthenticated", "The EHR's word on who signed in was not believed.", { cause });
  }
}

/** Nobody has so many roles that they fill more pages. */
const MOST_PAGES = 20;

/**
 * The person's own PractitionerRole resources, read with the token they were given to the last page; none of a Person,
 * for whom there is no such search.
 */
export async function readPractitionerRoles(
  base: string,
  accessToken: string,
  who: FhirUser,
): Promise<readonly FhirResource[]> {
  if (who.type === "Person") return [];
  const headers = { accept: "application/fhir+json", authorization: `Bearer ${accessToken}` };
  const ask = async (url: URL): Promise<unknown> => {
    const { status, body } = await fetchJson(url.href, { headers });
    if (status !== 200) throw new Fault("forbidden", "The EHR did not say what you are there.");
    return body;
  };
  const root = new URL(`${normalAddress(base)}/`);
  const found: FhirResource[] = [];
  if (who.type === "PractitionerRole") {
    const role = await ask(new URL(`PractitionerRole/${who.id}`, root));
    if (isResource(role)) found.push(role);
  } else {
    const first = new URL(`PractitionerRole?practitioner=${encodeURIComponent(who.id)}`, root);
    for (let url: URL | null = first, page = 0; url !== null; page++) {
      const read = readSearchPage(await ask(url));
      const next: URL | null = read?.next == null || !URL.canParse(read.next, root) ? null : new URL(read.next, root);
      // The token goes to no other server, and the person is not let in on a part of what they are.
      if (read === null || page === MOST_PAGES || (next !== null && next.origin !== root.origin))
        throw new Fault("not-ready", "The EHR did not answer as it should.");
      found.push(...read.resources);
      url = next;
    }
  }
  return found.filter((role) => isRoleOf(role, who, base));
}
