import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { Fault } from "@/lib/core/fault";
import { isObject, nodes, text } from "@/lib/core/fhir/resource";

/** The two that SMART Backend Services asks clients and servers to know. @see https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html */
export type SigningAlgorithm = "RS384" | "ES384";

/** A key Wardlight proves itself with to other servers. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  /** What is published: nothing of the private part. */
  readonly publicJwk: JsonWebKey & { readonly kid: string; readonly alg: SigningAlgorithm; readonly use: "sig" };
}

const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/g;
const SHORTEST_RSA_BITS = 2048;

const wrong = (what: string, cause?: unknown): Fault =>
  new Fault("misconfigured", `FHIR_PRIVATE_KEY: ${what}.`, { cause });

function algorithmOf(key: KeyObject): SigningAlgorithm {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "rsa") {
    if (modulusLength < SHORTEST_RSA_BITS) throw wrong(`an RSA key must have at least ${SHORTEST_RSA_BITS} bits`);
    return "RS384";
  }
  if (key.asymmetricKeyType === "ec" && namedCurve === "secp384r1") return "ES384";
  throw wrong("must be an RSA key or an elliptic one on P-384");
}

/** SHA-256 of the members that make the key, in order. @see https://www.rfc-editor.org/rfc/rfc7638 */
function thumbprint({ kty, n, e, crv, x, y }: JsonWebKey): string {
  const members = kty === "RSA" ? { e, kty, n } : { crv, kty, x, y };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

function toSigningKey(privateKey: KeyObject, kid: string | null): SigningKey {
  const algorithm = algorithmOf(privateKey);
  const jwk = createPublicKey(privateKey).export({ format: "jwk" });
  const name = kid ?? thumbprint(jwk);
  return { kid: name, algorithm, privateKey, publicJwk: { ...jwk, kid: name, alg: algorithm, use: "sig" } };
}

function fromJson(written: string): readonly SigningKey[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch {
    // The reason would repeat the key.
    throw wrong("is neither PEM nor JSON");
  }
  const found = isObject(parsed) && "keys" in parsed ? nodes(parsed.keys) : nodes(parsed);
  return found.map((jwk) => {
    if (text(jwk.d) === null) throw wrong("holds a key without its private part");
    let key: KeyObject;
    try {
      key = createPrivateKey({ key: jwk as JsonWebKey, format: "jwk" });
    } catch {
      throw wrong("holds a JWK that cannot be read");
    }
    return toSigningKey(key, text(jwk.kid));
  });
}

function fromPem(block: string): SigningKey {
  let key: KeyObject;
  try {
    key = createPrivateKey(block);
  } catch {
    throw wrong("holds a PEM block that cannot be read as a private key without a passphrase");
  }
  return toSigningKey(key, null);
}

/**
 * Private keys as PEM (one block or several; "\n" may stand for a line's end), as one JWK, or as a JWKS. The first signs;
 * all are published, so that a key can be announced before it is used and kept until nothing signed with it is about.
 * Throws Fault misconfigured that repeats nothing of a key.
 */
export function parseSigningKeys(written: string): readonly [SigningKey, ...SigningKey[]] {
  const blocks = written.replaceAll("\\n", "\n").match(PEM);
  const [first, ...others] = blocks === null ? fromJson(written) : blocks.map(fromPem);
  if (first === undefined) throw wrong("holds no key");
  const names = new Set([first, ...others].map(({ kid }) => kid));
  if (names.size <= others.length) throw wrong("names two keys alike");
  return [first, ...others];
}
