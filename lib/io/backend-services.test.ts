import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt, decodeProtectedHeader } from "jose";
// @ts-expect-error The package has no types.
import Provider from "oidc-provider";
import { afterEach, describe, expect, it } from "vitest";
import { parseSigningKeys, type SigningKey } from "@/lib/core/connections/signing-keys";
import { backendScopes } from "@/lib/core/feed/backend-scopes";
import { type FhirClientOptions, openFhirClient } from "@/lib/io/fhir-client";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const pair = (type: "rsa" | "ec") =>
  type === "rsa"
    ? generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
    : generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
const keysOf = (...types: ("rsa" | "ec")[]) =>
  parseSigningKeys(
    JSON.stringify({ keys: types.map((type, n) => ({ ...pair(type).export({ format: "jwk" }), kid: `k${n}` })) }),
  );

const json = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};
const location = { resourceType: "Location", id: "l" };

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** A FHIR server whose tokens come from an authorization server that this project did not write. */
async function startSignedInServer(
  keys: readonly SigningKey[],
  { ttl = 300, wanted = backendScopes(["permission-v2"]) } = {},
) {
  let provider: InstanceType<typeof Provider>;
  let tokens = 0;
  let refused = 0;
  const assertions: string[] = [];
  const base = await listen(async (request, response) => {
    const path = request.url ?? "";
    if (path === "/fhir/.well-known/smart-configuration")
      return json(response, {
        token_endpoint: `${base}/token`,
        token_endpoint_auth_signing_alg_values_supported: ["RS384", "ES384"],
        capabilities: ["client-confidential-asymmetric", "permission-v2"],
      });
    if (!path.startsWith("/fhir/")) {
      if (path === "/token") tokens++;
      return provider.callback()(request, response);
    }
    const sent = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const token = await provider.ClientCredentials.find(sent);
    if (token?.scope?.includes("system/Location.rs") && refused-- <= 0) return json(response, location);
    return json(response, {}, 401);
  });
  provider = new Provider(base, {
    clients: [
      {
        client_id: "wardlight",
        grant_types: ["client_credentials"],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: "private_key_jwt",
        jwks: { keys: keys.map(({ publicJwk }) => publicJwk) },
        scope: wanted,
      },
    ],
    scopes: backendScopes(["permission-v2"]).split(" "),
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    ttl: { ClientCredentials: ttl },
    enabledJWA: { clientAuthSigningAlgValues: ["RS384", "ES384"] },
  } as never);
  provider.use(async (context: unknown, next: () => Promise<void>) => {
    await next();
    const sent = (context as { oidc?: { params?: Record<string, unknown> } }).oidc?.params?.client_assertion;
    if (typeof sent === "string") assertions.push(sent);
  });
  return {
    baseUrl: `${base}/fhir`,
    tokens: () => tokens,
    assertions,
    refuseNext: () => {
      refused = 1;
    },
  };
}

const client = (
  baseUrl: string,
  signIn: NonNullable<FhirClientOptions["signIn"]>,
  rest: Partial<FhirClientOptions> = {},
) => openFhirClient({ baseUrl, signIn, wait: async () => undefined, ...rest });

describe("SMART Backend Services, against oidc-provider", () => {
  it.each([
    ["rsa" as const, "RS384"],
    ["ec" as const, "ES384"],
  ])("signs in with a key of type %s", async (type, algorithm) => {
    const keys = keysOf(type);
    const server = await startSignedInServer(keys);
    const fhir = client(server.baseUrl, { clientId: "wardlight", keys, scope: null });
    // However many ask at once, one token is fetched.
    const read = await Promise.all(Array.from({ length: 6 }, () => fhir.read("Location/l")));
    expect(read).toEqual(Array.from({ length: 6 }, () => location));
    expect(server.tokens()).toBe(1);
    const [sent = ""] = server.assertions;
    expect(decodeProtectedHeader(sent)).toEqual({ alg: algorithm, kid: "k0", typ: "JWT" });
    const { iss, sub, aud, jti, exp = 0, iat = 0 } = decodeJwt(sent);
    expect([iss, sub, aud]).toEqual(["wardlight", "wardlight", server.baseUrl.replace("/fhir", "/token")]);
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(exp - iat).toBeLessThanOrEqual(300);
  });

  it("asks for less where the server refuses what no score needs", async () => {
    const keys = keysOf("ec");
    const server = await startSignedInServer(keys, { wanted: backendScopes(["permission-v2"], { isLeast: true }) });
    const fhir = client(server.baseUrl, { clientId: "wardlight", keys, scope: null });
    expect(await fhir.read("Location/l")).toEqual(location);
    expect(server.tokens()).toBe(2);
  });

  it("takes one new token where the server does not take the one it has, and no more than one", async () => {
    const keys = keysOf("ec");
    const server = await startSignedInServer(keys);
    const fhir = client(server.baseUrl, { clientId: "wardlight", keys, scope: null });
    await fhir.read("Location/l");
    server.refuseNext();
    expect(await fhir.read("Location/l")).toEqual(location);
    expect(server.tokens()).toBe(2);
    // Each assertion is good once: this server remembers them.
    expect(new Set(server.assertions.map((one) => decodeJwt(one).jti)).size).toBe(2);
  });

  it("fetches another before the one it has runs out", async () => {
    const keys = keysOf("ec");
    const server = await startSignedInServer(keys, { ttl: 120 });
    let clock = Date.now();
    const fhir = client(server.baseUrl, { clientId: "wardlight", keys, scope: null }, { now: () => clock });
    await fhir.read("Location/l");
    clock += 85_000;
    await fhir.read("Location/l");
    expect(server.tokens()).toBe(1);
    clock += 6_000;
    await fhir.read("Location/l");
    expect(server.tokens()).toBe(2);
  });

  it("goes over to a new key without a break: both are announced, the first signs", async () => {
    const keys = keysOf("ec", "rsa");
    const server = await startSignedInServer(keys);
    for (const order of [keys, [...keys].reverse() as unknown as typeof keys])
      await client(server.baseUrl, { clientId: "wardlight", keys: order, scope: null }).read("Location/l");
    expect(server.assertions.map((one) => decodeProtectedHeader(one).alg)).toEqual(["ES384", "RS384"]);
  });

  it("says plainly that it is refused: by a key the server does not know, or what its token is not good for", async () => {
    const server = await startSignedInServer(keysOf("ec"));
    const stranger = client(server.baseUrl, { clientId: "wardlight", keys: keysOf("ec"), scope: null });
    await expect(stranger.read("Location/l")).rejects.toMatchObject({
      code: "misconfigured",
      message: "The FHIR server's sign-in refuses Wardlight (invalid_client).",
    });
    const keys = keysOf("rsa");
    const other = await startSignedInServer(keys);
    const greedy = client(other.baseUrl, { clientId: "wardlight", keys, scope: "system/*.cruds" });
    await expect(greedy.read("Location/l")).rejects.toThrow("does not let Wardlight do this (401)");
  });
});

describe("SMART Backend Services", () => {
  const keys = keysOf("ec");
  const signIn = { clientId: "wardlight", keys, scope: null };

  it("sends its proof nowhere that could be listened to, nor where the server leads it on", async () => {
    for (const token_endpoint of ["http://ehr.example/token", "not an address", undefined]) {
      const base = await listen((_, response) => json(response, { token_endpoint }));
      await expect(client(base, signIn).read("Location/l")).rejects.toMatchObject({ code: "misconfigured" });
    }
    const asked: string[] = [];
    const elsewhere = await listen((request, response) => {
      asked.push(request.url ?? "");
      json(response, { access_token: "t" });
    });
    const base = await listen((request, response) => {
      if (request.url?.endsWith("smart-configuration")) return json(response, { token_endpoint: `${base}/token` });
      response.writeHead(307, { location: elsewhere }).end();
    });
    await expect(client(base, signIn, { retries: 1 }).read("Location/l")).rejects.toMatchObject({ code: "not-ready" });
    expect(asked).toEqual([]);
  });

  it("tries again where the sign-in stumbles, with a new proof each time, and asks in SMART 1's words where it must", async () => {
    const sent: URLSearchParams[] = [];
    const base = await listen(async (request, response) => {
      if (request.url?.endsWith("smart-configuration"))
        return json(response, { token_endpoint: `${base}/token`, capabilities: ["permission-v1"] });
      if (request.url !== "/token") return json(response, location);
      sent.push(new URLSearchParams(await bodyOf(request)));
      if (sent.length === 1) return json(response, {}, 503);
      json(response, { access_token: "t", token_type: "bearer", expires_in: 60 });
    });
    expect(await client(base, signIn).read("Location/l")).toEqual(location);
    expect(sent).toHaveLength(2);
    const [one, two] = sent.map((form) => decodeJwt(form.get("client_assertion") ?? "").jti);
    expect(one).not.toBe(two);
    expect(sent[1]?.get("scope")).toContain("system/Patient.read");
    expect(sent[1]?.get("grant_type")).toBe("client_credentials");
  });
});
