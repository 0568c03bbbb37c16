import { z } from "zod";
import { isSecureAddress } from "@/lib/core/connections/secure-address";
import { Fault } from "@/lib/core/fault";

/**
 * What a FHIR server says of signing in, from `[base]/.well-known/smart-configuration`.
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html
 */
const schema = z.object({
  issuer: z.string().optional(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  code_challenge_methods_supported: z.array(z.string()).default([]),
  capabilities: z.array(z.string()).default([]),
  authorization_response_iss_parameter_supported: z.boolean().catch(false).default(false),
});

export interface SmartConfiguration {
  /** Of its ID tokens. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly capabilities: readonly string[];
  /** Says who it is in every answer to a sign-in (RFC 9207): one without that is somebody else's. */
  readonly namesItself: boolean;
}

/** One form for an address a person typed and one a program sends: no slash at the end. */
export function normalAddress(url: string): string {
  return url.replace(/\/+$/, "");
}

/**
 * Reads a server's configuration; relative addresses are taken from the FHIR base. Throws a Fault where people could
 * not be signed in safely: no PKCE with S256, no keys for its ID tokens, or an address that is not HTTPS.
 */
export function readSmartConfiguration(base: string, sent: unknown): SmartConfiguration {
  const parsed = schema.safeParse(sent);
  const unusable = (why: string): Fault =>
    new Fault("not-ready", `The EHR's SMART configuration cannot be used: ${why}.`);
  if (!parsed.success) throw unusable("it is not complete");
  const { issuer, authorization_endpoint, token_endpoint, ...said } = parsed.data;
  if (!said.code_challenge_methods_supported.includes("S256")) throw unusable("it does not offer PKCE with S256");
  if (issuer === undefined) throw unusable("it does not say who signs its ID tokens");
  if (!isSecureAddress(issuer)) throw unusable("one of its addresses is not HTTPS");
  const absolute = (url: string): string => {
    const whole = URL.canParse(url, `${base}/`) ? new URL(url, `${base}/`).href : "";
    if (!isSecureAddress(whole)) throw unusable("one of its addresses is not HTTPS");
    return whole;
  };
  return {
    issuer,
    authorizationEndpoint: absolute(authorization_endpoint),
    tokenEndpoint: absolute(token_endpoint),
    capabilities: said.capabilities,
    namesItself: said.authorization_response_iss_parameter_supported,
  };
}

const issuerSchema = schema
  .pick({ authorization_response_iss_parameter_supported: true })
  .extend({ issuer: z.string(), jwks_uri: z.string() });

/**
 * Where the keys of an issuer's ID tokens are, and whether its answers name it, from its own
 * `[issuer]/.well-known/openid-configuration`. Throws a Fault where that speaks for another issuer or names no secure
 * address.
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#steps-for-using-an-id-token
 */
export function readIssuer(issuer: string, sent: unknown): { readonly jwksUrl: string; readonly namesItself: boolean } {
  const parsed = issuerSchema.safeParse(sent);
  if (!parsed.success || parsed.data.issuer !== issuer || !isSecureAddress(parsed.data.jwks_uri))
    throw new Fault("not-ready", "The EHR does not say where the keys of its ID tokens are.");
  const { jwks_uri, authorization_response_iss_parameter_supported } = parsed.data;
  return { jwksUrl: jwks_uri, namesItself: authorization_response_iss_parameter_supported };
}
