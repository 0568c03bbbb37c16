import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TokenRules } from "@/lib/core/connections/foreign-token";
import { usedTokens } from "@/lib/io/database/connection-schema";
import { believeToken, useTokenOnce } from "@/lib/services/foreign-tokens";
import { describeHouse } from "@/lib/services/test-suite";

const NOW = new Date("2026-03-10T09:00:00Z");
const seconds = NOW.getTime() / 1000;
const house = { clock: { now: () => NOW } };

describe("believing a token of somebody outside", () => {
  let server: Server;
  let rules: TokenRules;
  let good: { privateKey: CryptoKey; publicKey: CryptoKey };
  let other: CryptoKey;

  beforeAll(async () => {
    good = await generateKeyPair("RS384", { extractable: true });
    other = (await generateKeyPair("RS384", { extractable: true })).privateKey;
    const body = JSON.stringify({ keys: [{ ...(await exportJWK(good.publicKey)), kid: "k1" }] });
    server = createServer((_request, response) => response.end(body));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    rules = {
      issuer: "https://ehr.example",
      audiences: ["https://wardlight.example/x"],
      jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
      longestLife: 600,
    };
  });
  afterAll(() => server.close());

  const claims = () => ({
    iss: rules.issuer,
    aud: rules.audiences[0] ?? "",
    iat: seconds,
    exp: seconds + 60,
    jti: "j",
  });
  const sign = (key: CryptoKey | Uint8Array, header: { alg: string; kid?: string }) =>
    new SignJWT(claims()).setProtectedHeader({ kid: "k1", typ: "JWT", ...header }).sign(key);

  it("takes what the settled key signed, and says so of nothing else", async () => {
    expect(await believeToken(house, await sign(good.privateKey, { alg: "RS384" }), rules)).toMatchObject({ jti: "j" });
    expect(await believeToken(house, await sign(other, { alg: "RS384" }), rules)).toBe("signature");
    expect(await believeToken(house, await sign(good.privateKey, { alg: "RS384", kid: "k2" }), rules)).toBe(
      "no-such-key",
    );
    const changed = (await sign(good.privateKey, { alg: "RS384" })).split(".");
    changed[1] = Buffer.from(JSON.stringify({ ...claims(), jti: "other" })).toString("base64url");
    expect(await believeToken(house, changed.join("."), rules)).toBe("signature");
  });

  it("is not taken in by no signature, or by the public key used as a secret", async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(await believeToken(house, `${encode({ alg: "none", typ: "JWT" })}.${encode(claims())}.`, rules)).toBe(
      "algorithm",
    );
    const asSecret = new TextEncoder().encode(await exportSPKI(good.publicKey));
    expect(await believeToken(house, await sign(asSecret, { alg: "HS256" }), rules)).toBe("algorithm");
  });

  it("cannot say where the keys of an address that does not answer are", async () => {
    const nobody = { ...rules, jwksUrl: "http://127.0.0.1:9/jwks" };
    const token = await sign(good.privateKey, { alg: "RS384" });
    await expect(believeToken(house, token, nobody)).rejects.toMatchObject({ code: "not-ready" });
  });
});

describeHouse("a token's one use on a database", ({ house }) => {
  it("is one, for each issuer, and is forgotten when it no longer matters", async () => {
    const use = (iss: string, jti: string, now: Date, exp = seconds + 60) =>
      house.database.transaction((tx) => useTokenOnce({ tx, now }, { iss, jti, exp }));
    expect(await use("a", "1", NOW)).toBe(true);
    expect(await use("a", "1", NOW)).toBe(false);
    expect(await use("b", "1", NOW)).toBe(true);
    const both = await Promise.all([use("a", "2", NOW), use("a", "2", NOW)]);
    expect(both.sort()).toEqual([false, true]);
    const later = new Date(NOW.getTime() + 3_600_000);
    expect(await use("a", "3", later, seconds + 3_660)).toBe(true);
    expect(await house.database.transaction((tx) => tx.select().from(usedTokens))).toHaveLength(1);
  });
});
