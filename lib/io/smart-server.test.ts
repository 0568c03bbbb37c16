import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSmartConfiguration, verifyIdToken } from "@/lib/io/smart-server";

const now = new Date("2026-03-10T09:00:00Z");
const seconds = now.getTime() / 1000;
let server: ReturnType<typeof createServer>;
let origin: string;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let others: Awaited<ReturnType<typeof generateKeyPair>>;
let asked: { readonly path: string; readonly accept: string | undefined; readonly token: string | undefined }[] = [];
const changed: { configuration: object; discovery: object } = { configuration: {}, discovery: {} };

beforeAll(async () => {
  [keys, others] = [await generateKeyPair("ES384"), await generateKeyPair("ES384")];
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "k", alg: "ES384", use: "sig" };
  server = createServer((request, response) => {
    const path = request.url ?? "";
    const { accept, authorization: token } = request.headers;
    asked.push({ path, accept, token });
    const send = (body: object): void => void response.end(JSON.stringify(body));
    if (path.startsWith("/huge")) return void response.end("1".repeat(3_000_000));
    if (path.startsWith("/moved")) return void response.writeHead(302, { location: `${origin}/jwks` }).end();
    if (path.endsWith("/.well-known/smart-configuration"))
      return send({
        issuer: origin,
        authorization_endpoint: "auth",
        token_endpoint: "token",
        code_challenge_methods_supported: ["S256"],
        ...changed.configuration,
      });
    if (path === "/.well-known/openid-configuration")
      return send({ issuer: origin, jwks_uri: `${origin}/jwks`, ...changed.discovery });
    if (path === "/jwks") return send({ keys: [jwk] });
    response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

const claims = (): JWTPayload => ({
  iss: origin,
  aud: "wardlight",
  sub: "ann",
  nonce: "n",
  iat: seconds,
  exp: seconds + 300,
  fhirUser: "Practitioner/ann",
});
function without(name: "nonce" | "exp" | "sub"): JWTPayload {
  const { [name]: _, ...rest } = claims();
  return rest;
}
const sign = (payload: JWTPayload, key = keys.privateKey, alg = "ES384"): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg, kid: "k" }).sign(key);
const verify = async (idToken: string) =>
  verifyIdToken(await findSmartConfiguration(`${origin}/fhir`), idToken, { clientId: "wardlight", nonce: "n", now });

describe("a server's SMART configuration", () => {
  it("is asked for at the FHIR base, as JSON and with no token", async () => {
    asked = [];
    await findSmartConfiguration(`${origin}/other-fhir`);
    const [first] = asked;
    expect(first).toEqual({
      path: "/other-fhir/.well-known/smart-configuration",
      accept: "application/json",
      token: undefined,
    });
  });
});

describe("an ID token", () => {
  it("says who is there, where its issuer signed it for this very launch", async () => {
    expect(await verify(await sign(claims()))).toMatchObject({ sub: "ann", fhirUser: "Practitioner/ann" });
    const shared = { ...claims(), aud: ["wardlight", "other"], azp: "wardlight" };
    expect(await verify(await sign(shared))).toMatchObject({ sub: "ann" });
  });

  it.each<[string, () => Promise<string>]>([
    ["another key", () => sign(claims(), others.privateKey)],
    [
      "a shared secret",
      () => new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid: "k" }).sign(Buffer.alloc(32)),
    ],
    [
      "nobody",
      async () =>
        `${btoa('{"alg":"none"}').replaceAll("=", "")}.${btoa(JSON.stringify(claims())).replaceAll("=", "")}.`,
    ],
    ["another issuer", () => sign({ ...claims(), iss: "https://other.example" })],
    ["another app", () => sign({ ...claims(), aud: "other" })],
    ["several, and another was meant", () => sign({ ...claims(), aud: ["wardlight", "other"], azp: "other" })],
    ["another launch", () => sign({ ...claims(), nonce: "m" })],
    ["no launch", () => sign(without("nonce"))],
    ["yesterday", () => sign({ ...claims(), iat: seconds - 90_000, exp: seconds - 86_400 })],
    ["ever", () => sign(without("exp"))],
    ["a patient who is nobody", () => sign(without("sub"))],
    ["nothing", async () => "not a token"],
  ])("signed by or for %s is not believed", async (_whom, make) => {
    await expect(verify(await make())).rejects.toThrow("was not believed");
  });
});

describe("a SMART server", () => {
  it.each(["/huge", "/moved"])("that answers too much, or leads elsewhere, is not followed: %s", async (path) => {
    await expect(findSmartConfiguration(`${origin}${path}`)).rejects.toThrow("did not answer as it should");
  });

  it("whose issuer speaks for somebody else is not used", async () => {
    changed.discovery = { issuer: "https://other.example" };
    await expect(findSmartConfiguration(`${origin}/another`)).rejects.toThrow("where the keys");
    changed.discovery = {};
  });
});
