import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openKeySets } from "@/lib/io/key-sets";

const pair = async (alg: string, kid: string) => {
  const { publicKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(publicKey)), kid };
};

describe("key sets of programs outside", () => {
  let server: Server;
  let base: string;
  let answer: { status: number; body: string; location?: string };
  let asked: string[] = [];
  let now = 0;
  const clock = () => now;
  const publish = (keys: readonly object[]) => {
    answer = { status: 200, body: JSON.stringify({ keys }) };
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(answer.status, answer.location ? { location: answer.location } : {});
      response.end(answer.body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    asked = [];
    now = 0;
  });

  it("are read once and kept, also for many that ask at once", async () => {
    publish([await pair("ES384", "k1"), await pair("RS384", "k2")]);
    const sets = openKeySets({ clock });
    const found = await Promise.all([1, 2, 3].map(() => sets.find(`${base}/a`, "k1", "ES384")));
    expect(found.every((key) => key?.type === "public")).toBe(true);
    expect((await sets.find(`${base}/a`, "k2", "RS384"))?.type).toBe("public");
    expect(asked).toEqual(["/a"]);
  });

  it("are read again for an unknown key, but not more than once a minute", async () => {
    publish([await pair("ES384", "old")]);
    const sets = openKeySets({ clock });
    expect(await sets.find(`${base}/b`, "old", "ES384")).not.toBeNull();
    publish([await pair("ES384", "new")]);
    for (let i = 0; i < 50; i++) expect(await sets.find(`${base}/b`, "new", "ES384")).toBeNull();
    expect(asked).toHaveLength(1);
    now = 61_000;
    expect(await sets.find(`${base}/b`, "new", "ES384")).not.toBeNull();
    expect(await sets.find(`${base}/b`, "old", "ES384")).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it("forget a key that was taken away, and outlive their address's troubles for an hour", async () => {
    publish([await pair("ES384", "k1")]);
    const sets = openKeySets({ clock });
    await sets.find(`${base}/c`, "k1", "ES384");
    answer = { status: 503, body: "" };
    now = 30 * 60_000;
    expect(await sets.find(`${base}/c`, "k1", "ES384")).not.toBeNull();
    now = 61 * 60_000;
    await expect(sets.find(`${base}/c`, "k1", "ES384")).rejects.toMatchObject({ code: "not-ready" });
    publish([]);
    now = 63 * 60_000;
    expect(await sets.find(`${base}/c`, "k1", "ES384")).toBeNull();
  });

  it("never follow a redirect, read without end, or go where it is not safe", async () => {
    const bad = async (path: string) =>
      expect(openKeySets({ clock }).find(`${base}${path}`, "k1", "ES384")).rejects.toMatchObject({ code: "not-ready" });
    publish([await pair("ES384", "k1")]);
    const elsewhere = answer.body;
    answer = { status: 302, body: elsewhere, location: "/there" };
    await bad("/redirect");
    expect(asked).toEqual(["/redirect"]);
    answer = { status: 200, body: `{"keys":[],"pad":"${"x".repeat(300_000)}"}` };
    await bad("/large");
    answer = { status: 200, body: "<html>" };
    await bad("/html");
    await expect(openKeySets().find("http://ehr.example/jwks", "k1", "ES384")).rejects.toMatchObject({
      code: "misconfigured",
    });
  });

  it("give no secret, no key for another purpose, curve or algorithm", async () => {
    const ec = await pair("ES384", "ec");
    const rsa = await pair("RS256", "rsa");
    publish([
      { kty: "oct", k: "c2VjcmV0", kid: "oct" },
      { ...ec, kid: "enc", use: "enc" },
      ec,
      { ...rsa, alg: "RS512" },
    ]);
    const sets = openKeySets({ clock });
    const find = (kid: string, alg: "ES384" | "ES256" | "RS256" | "RS512") => sets.find(`${base}/d`, kid, alg);
    expect(await find("oct", "RS256")).toBeNull();
    expect(await find("enc", "ES384")).toBeNull();
    expect(await find("ec", "ES256")).toBeNull();
    expect(await find("rsa", "RS256")).toBeNull();
    expect(await find("rsa", "RS512")).not.toBeNull();
    expect(await find("ec", "ES384")).not.toBeNull();
  });
});
