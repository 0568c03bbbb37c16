import { generateKeyPairSync } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { describe, expect, it } from "vitest";
import { parseSigningKeys } from "@/lib/core/connections/signing-keys";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
const pem = (key: typeof rsa) => key.export({ type: "pkcs8", format: "pem" }).toString();
const jwk = (key: typeof rsa, kid?: string) => ({ ...key.export({ format: "jwk" }), ...(kid ? { kid } : {}) });

describe("keys to sign with", () => {
  it("sign as their type can, and are named by their thumbprint where nobody named them", async () => {
    const [first] = parseSigningKeys(pem(rsa));
    expect(first).toMatchObject({ algorithm: "RS384", publicJwk: { kty: "RSA", alg: "RS384", use: "sig" } });
    expect(first.kid).toBe(await calculateJwkThumbprint(first.publicJwk));
    const [other] = parseSigningKeys(JSON.stringify(jwk(elliptic)));
    expect(other).toMatchObject({ algorithm: "ES384", publicJwk: { crv: "P-384" } });
    expect(other.kid).toBe(await calculateJwkThumbprint(other.publicJwk));
  });

  it("publish nothing of the private part", () => {
    const both = parseSigningKeys(JSON.stringify({ keys: [jwk(elliptic, "new"), jwk(rsa, "old")] }));
    expect(both.map(({ kid, algorithm }) => [kid, algorithm])).toEqual([
      ["new", "ES384"],
      ["old", "RS384"],
    ]);
    for (const { publicJwk } of both)
      for (const member of ["d", "p", "q", "dp", "dq", "qi"]) expect(publicJwk).not.toHaveProperty(member);
  });

  it("may come as several PEM blocks, and with their lines in one", () => {
    expect(parseSigningKeys(`${pem(elliptic)}${pem(rsa)}`).map(({ algorithm }) => algorithm)).toEqual([
      "ES384",
      "RS384",
    ]);
    expect(parseSigningKeys(pem(rsa).replaceAll("\n", "\\n"))[0].algorithm).toBe("RS384");
  });

  it("are refused in words that repeat nothing of them", () => {
    const { d: _, ...withoutPrivate } = jwk(rsa);
    const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const ed = generateKeyPairSync("ed25519").privateKey;
    const wrong: [string, RegExp][] = [
      ["sesame", /neither PEM nor JSON/],
      [JSON.stringify(withoutPrivate), /without its private part/],
      [JSON.stringify({ keys: [] }), /holds no key/],
      [JSON.stringify({ keys: [jwk(rsa, "a"), jwk(elliptic, "a")] }), /names two keys alike/],
      [JSON.stringify({ kty: "RSA", d: "x" }), /cannot be read/],
      [pem(p256), /P-384/],
      [pem(ed as typeof rsa), /P-384/],
    ];
    for (const [written, why] of wrong) expect(() => parseSigningKeys(written)).toThrow(why);
  });
});
