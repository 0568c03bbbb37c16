import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findTokenFlaw,
  forgottenFrom,
  type PeekedToken,
  peekToken,
  TOKEN_ALGORITHMS,
  type TokenRules,
} from "@/lib/core/connections/foreign-token";

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const compact = (header: unknown, claims: unknown): string => `${encode(header)}.${encode(claims)}.c2ln`;

const NOW = 1_800_000_000;
const rules: TokenRules = {
  issuer: "https://ehr.example",
  audiences: ["https://wardlight.example/api/cds-services/a"],
  jwksUrl: "https://ehr.example/jwks.json",
  longestLife: 600,
};
const header = { alg: "ES384", typ: "JWT", kid: "k1" };
const claims = { iss: rules.issuer, aud: rules.audiences[0], iat: NOW, exp: NOW + 300, jti: "j1" };
const token = (change: { header?: object; claims?: object } = {}): PeekedToken =>
  peekToken(compact({ ...header, ...change.header }, { ...claims, ...change.claims })) as PeekedToken;
const flawOf = (change: { header?: object; claims?: object }) => findTokenFlaw(token(change), rules, NOW);

describe("a token of somebody outside", () => {
  it("has nothing wrong with it where all of it is as it was settled", () => {
    expect(flawOf({})).toBeNull();
    expect(flawOf({ header: { jku: rules.jwksUrl } })).toBeNull();
    expect(flawOf({ claims: { aud: ["https://other.example", rules.audiences[0]] } })).toBeNull();
    for (const alg of TOKEN_ALGORITHMS) expect(flawOf({ header: { alg } })).toBeNull();
  });

  it("is not even looked at where it is unsigned, or signed with a shared secret", () => {
    for (const alg of ["none", "None", "HS256", "HS384", "HS512", "PS256", "EdDSA", "", undefined, 7])
      expect(peekToken(compact({ ...header, alg }, claims))).toBe("algorithm");
  });

  it("names what is wrong", () => {
    expect(flawOf({ claims: { iss: "https://ehr.example/" } })).toBe("issuer");
    expect(flawOf({ header: { jku: "https://evil.example/jwks.json" } })).toBe("key-address");
    expect(flawOf({ claims: { aud: `${rules.audiences[0]}/` } })).toBe("audience");
    expect(flawOf({ claims: { exp: NOW - 31 } })).toBe("expired");
    expect(flawOf({ claims: { iat: NOW + 60, exp: NOW + 90 } })).toBe("not-yet");
    expect(flawOf({ claims: { nbf: NOW + 60 } })).toBe("not-yet");
    expect(flawOf({ claims: { exp: NOW + 601 } })).toBe("lives-too-long");
  });

  it("bears clocks that differ a little", () => {
    expect(flawOf({ claims: { iat: NOW - 300, exp: NOW - 20 } })).toBeNull();
    expect(flawOf({ claims: { iat: NOW + 20 } })).toBeNull();
  });

  it("keeps its id until nobody believes it any more", () => {
    const exp = NOW + 300;
    const last = Math.floor(forgottenFrom({ exp }) / 1000);
    expect(findTokenFlaw(token({ claims: { exp } }), rules, last)).toBe("expired");
  });

  it("is none where it is anything else, and nothing throws", () => {
    for (const odd of ["", "a.b", "a.b.c.d", `${encode([])}.${encode(claims)}.x`, `${encode(header)}.!!.x`, "..."])
      expect(peekToken(odd)).toMatch(/not-a-token|algorithm/);
    expect(peekToken(compact(header, { ...claims, exp: "soon" }))).toBe("not-a-token");
    for (const claim of ["iss", "aud", "exp", "iat", "jti"])
      expect(peekToken(compact(header, { ...claims, [claim]: undefined }))).toBe("not-a-token");
    expect(peekToken(compact({ ...header, kid: undefined }, claims))).toBe("not-a-token");
    expect(peekToken(compact({ ...header, crit: ["exp"] }, claims))).toBe("not-a-token");
    expect(peekToken(compact(header, { ...claims, pad: "x".repeat(20_000) }))).toBe("not-a-token");
    fc.assert(
      fc.property(fc.string(), fc.json(), fc.json(), (text, head, body) => {
        peekToken(text);
        peekToken(`${Buffer.from(head).toString("base64url")}.${Buffer.from(body).toString("base64url")}.x`);
      }),
    );
  });
});
