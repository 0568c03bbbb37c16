import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { SigningKey } from "@/lib/core/connections/signing-keys";

/** Of the five minutes an assertion may be good for at most. */
const ASSERTION_MS = 4 * 60_000;

export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/**
 * Wardlight's word that it is this client, for one use at one token endpoint.
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html
 */
export function signAssertion(key: SigningKey, clientId: string, endpoint: string, nowMs: number): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: key.algorithm, kid: key.kid, typ: "JWT" })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(endpoint)
    .setJti(randomUUID())
    .setIssuedAt(Math.floor(nowMs / 1000))
    .setExpirationTime(Math.floor((nowMs + ASSERTION_MS) / 1000))
    .sign(key.privateKey);
}
