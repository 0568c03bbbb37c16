import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { makeLimits } from "@/app/_adapters/api/limits";
import { OPERATIONS } from "@/app/_adapters/api/operations";
import { openTestDoor, type TestDoor } from "@/app/_adapters/api/test-door";
import { problemSchema } from "@/lib/core/api/problem";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { connections, idempotentAnswers } from "@/lib/io/database/connection-schema";
import { audit, flags, stays } from "@/lib/io/database/schema";
import { readPatients } from "@/lib/io/fhir-files";
import { changeConnection, disableConnection, newConnectionSecret } from "@/lib/services/change-connection";
import { addConnection } from "@/lib/services/connections";
import { readingOf, store } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

const operator = { system: "test" };
const MINUTE_MS = 60_000;

describeScoringHouse("the doors of REST v1", ({ house, model }) => {
  let door: TestDoor;
  let id = "";
  let secret = "";
  let predictionId = "";
  const bundles = makeHospital({ seed: "test", now: "2026-03-10T09:00:00.000Z" }).current;
  const bundle = bundles.find((one) =>
    preparePatient(resourceEntries(one)).stays.some(({ applicability }) => applicability.inScope),
  );

  beforeAll(async () => {
    await store(house, readingOf("p1"));
    await store(house, readingOf("p2", { wardId: "w2" }));
    await store(house, readingOf("p3"));
    const rows = await house.database.transaction((tx) => tx.select().from(stays));
    predictionId = rows.find((stay) => stay.id === "stay-p1")?.predictionId ?? "";
  });
  beforeEach(async () => {
    house.isDemo = true;
    house.now = new Date("2026-03-10T09:00:00Z");
    door = openTestDoor(house);
    const scopes = ["predict", "stays.read", "patients.read", "flags.write", "predictions.read"] as const;
    const wanted = { kind: "api-client" as const, name: "Board", settings: { scopes: [...scopes] }, wardIds: ["w1"] };
    const made = await addConnection(house, operator, wanted);
    id = made.id;
    secret = made.secret ?? "";
  });

  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const basic = (user: string, password: string) => ({
    Authorization: `Basic ${Buffer.from(`${encodeURIComponent(user)}:${encodeURIComponent(password)}`).toString("base64")}`,
  });
  const GRANT = "grant_type=client_credentials";
  const form = (more = "") => `${GRANT}&client_id=${id}&client_secret=${secret}${more}`;
  const tokenOf = async (scope = ""): Promise<string> =>
    (await (await door.askToken(form(scope && `&scope=${scope}`))).json()).access_token;
  const list = (headers: Record<string, string>) => door.ask("listStays", { headers });
  const refused = async (response: Response) => problemSchema.parse(await response.json());

  it("give a token by either way of saying who asks, as RFC 6749 has it", async () => {
    for (const response of [await door.askToken(form()), await door.askToken(GRANT, basic(id, secret))]) {
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("pragma")).toBe("no-cache");
      const answer = await response.json();
      expect(answer).toEqual({
        access_token: expect.any(String),
        token_type: "Bearer",
        expires_in: 900,
        scope: "predict stays.read patients.read flags.write predictions.read",
      });
      expect((await list(bearer(answer.access_token))).status).toBe(200);
    }
    const rows = await house.database.transaction((tx) => tx.select().from(audit));
    expect(rows).toContainEqual(
      expect.objectContaining({ verb: "authenticate-program", outcome: "done", target: { connectionId: id } }),
    );
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it("narrow a token to the scopes asked for, and give none that was not given", async () => {
    const narrow = await tokenOf("stays.read");
    expect((await list(bearer(narrow))).status).toBe(200);
    expect((await door.ask("listPredictions", { headers: bearer(narrow) })).status).toBe(403);
    expect((await door.ask("listPredictions", { headers: bearer(await tokenOf()) })).status).toBe(200);
    expect(await (await door.askToken(form("&scope=models.read"))).json()).toMatchObject({ error: "invalid_scope" });
    // What is taken away later is taken away from the token too.
    await changeConnection(house, operator, { connectionId: id, settings: { scopes: ["predict"] } });
    expect((await list(bearer(narrow))).status).toBe(403);
  });

  it("refuse what is not a request for a token, by RFC 6749's own names", async () => {
    const other = `${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`;
    const cases: readonly [string, Record<string, string>, number, string][] = [
      ["", {}, 400, "invalid_request"],
      [`${GRANT}&${GRANT}`, basic(id, secret), 400, "invalid_request"],
      [`${GRANT}&client_secret=${secret}`, basic(id, secret), 400, "invalid_request"],
      ["grant_type=password", basic(id, secret), 400, "unsupported_grant_type"],
      [GRANT, {}, 401, "invalid_client"],
      [GRANT, basic(id, other), 401, "invalid_client"],
      [GRANT, basic("00000000-0000-4000-8000-000000000000", secret), 401, "invalid_client"],
      [GRANT, { Authorization: "Basic %%%" }, 401, "invalid_client"],
      [GRANT, { ...basic(id, secret), "Content-Type": "application/json" }, 400, "invalid_request"],
      [`${GRANT}&x=${"x".repeat(20_000)}`, basic(id, secret), 400, "invalid_request"],
    ];
    for (const [body, headers, status, error] of cases) {
      const response = await door.askToken(body, headers);
      const text = await response.text();
      expect([body.slice(0, 60), response.status, JSON.parse(text).error]).toEqual([body.slice(0, 60), status, error]);
      expect(text).not.toContain("wl_");
      if (status === 401) expect(response.headers.get("www-authenticate")).toMatch(/^Basic /);
    }
  });

  it("believe a token for a quarter of an hour, and not once its secret or client is gone", async () => {
    const [first, second] = [await tokenOf(), await tokenOf()];
    const [head, payload, signature] = first.split(".") as [string, string, string];
    const claims = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), scope: "models.read" };
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
    const forged = [
      `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`,
      `${none}.${payload}.`,
      `${first}x`,
      "x",
    ];
    for (const token of forged) {
      const response = await list(bearer(token));
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toContain("invalid_token");
      expect((await refused(response)).code).toBe("unauthenticated");
    }
    house.now = new Date(house.now.getTime() + 16 * MINUTE_MS);
    expect((await list(bearer(first))).status).toBe(401);
    house.now = new Date(house.now.getTime() - 16 * MINUTE_MS);
    const { secret: fresh } = await newConnectionSecret(house, operator, { connectionId: id });
    expect((await list(bearer(second))).status).toBe(401);
    expect((await list(bearer(secret))).status).toBe(401);
    expect((await list(bearer(fresh))).status).toBe(200);
    await disableConnection(house, operator, { connectionId: id });
    expect((await list(bearer(fresh))).status).toBe(401);
  });

  it("take a key either way, note its use once an hour, and keep to its wards", async () => {
    const answer = await (await list({ "X-API-Key": secret })).json();
    expect(answer.rows.map((row: { stayId: string }) => row.stayId).sort()).toEqual(["stay-p1", "stay-p3"]);
    const headers = bearer(secret);
    expect((await door.ask("listStays", { headers, query: "?ward=w2" })).status).toBe(403);
    expect((await door.ask("readStay", { headers, params: { id: "stay-p2" } })).status).toBe(403);
    // A person would be told that there is such a patient elsewhere; a program is not.
    const search = await (await door.ask("findPatients", { headers, body: { text: "mrn-p2" } })).json();
    expect(search).toMatchObject({ found: [], elsewhere: [] });
    expect((await list({ ...headers, "X-API-Key": secret })).status).toBe(400);
    expect((await list({ Authorization: "Basic abc" })).status).toBe(401);
    const used = async () => {
      const rows = await house.database.transaction((tx) => tx.select().from(connections));
      return rows.find((one) => one.id === id)?.lastUsedAt?.toISOString();
    };
    expect(await used()).toBe("2026-03-10T09:00:00.000Z");
    house.now = new Date("2026-03-10T09:59:00Z");
    await list(headers);
    expect(await used()).toBe("2026-03-10T09:00:00.000Z");
    house.now = new Date("2026-03-10T10:00:01Z");
    await list(headers);
    expect(await used()).toBe("2026-03-10T10:00:01.000Z");
  });

  it("slow down guessing by address, and asking by program, and say when to come back", async () => {
    const from = (address: string) => ({
      "X-Forwarded-For": `10.0.0.1, ${address}`,
      "X-API-Key": `wl_${"0".repeat(76)}`,
    });
    for (let n = 0; n < 20; n += 1) expect((await list(from("a"))).status).toBe(401);
    const slowed = await list({ ...from("a"), "X-API-Key": secret });
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await door.askToken(form(), { "X-Forwarded-For": "a" })).status).toBe(429);
    expect((await list({ ...from("b"), "X-API-Key": secret })).status).toBe(200);
    house.now = new Date(house.now.getTime() + MINUTE_MS);
    expect((await list({ ...from("a"), "X-API-Key": secret })).status).toBe(200);

    door.limits = makeLimits();
    const first = await list(bearer(secret));
    expect(first.headers.get("ratelimit-policy")).toBe('"requests";q=600;w=60');
    expect(first.headers.get("ratelimit")).toBe('"requests";r=599;t=60');
    for (let n = 0; n < 599; n += 1) door.limits.requests.spend(id, house.now.getTime());
    const over = await list(bearer(secret));
    expect(over.status).toBe(429);
    expect(over.headers.get("retry-after")).toBe("60");
    expect((await refused(over)).code).toBe("too-many");
  });

  it("let no page of another site write with a person's cookie", async () => {
    door.person = house.people.nurse;
    const sent = { body: { stayId: "stay-p1", predictionId, kind: "too-low" } };
    for (const headers of [
      { Origin: "https://elsewhere.test" },
      { Origin: "null" },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
    ] as Record<string, string>[]) {
      const response = await door.ask("flagPrediction", { ...sent, headers });
      expect([headers, response.status]).toEqual([headers, 403]);
    }
    const own = { Origin: "https://wardlight.test", "Sec-Fetch-Site": "same-origin" };
    expect((await door.ask("flagPrediction", { ...sent, headers: own })).status).toBe(201);
    door.person = null;
  });

  it("do a request once by its idempotency key", async () => {
    const count = async () =>
      (await house.database.transaction((tx) => tx.select().from(flags))).filter(({ kind }) => kind === "wrong-data")
        .length;
    const before = await count();
    const ask = (key: string, note: string, headers = bearer(secret)) =>
      door.ask("flagPrediction", {
        body: { stayId: "stay-p1", predictionId, kind: "wrong-data", note },
        headers: { ...headers, "Idempotency-Key": key },
      });
    // Two of the same at once: one is done, the other waits its turn or gets the same answer.
    const both = await Promise.all([ask("k1", "same"), ask("k1", "same")]);
    expect(both.map(({ status }) => status).sort()).toEqual(expect.arrayContaining([201]));
    for (const { status } of both) expect([201, 409]).toContain(status);
    expect(await count()).toBe(before + 1);
    const again = await ask("k1", "same");
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    const made = await again.json();
    expect(made.note).toBe("same");
    expect(await count()).toBe(before + 1);
    expect((await ask("k1", "another")).status).toBe(409);
    expect((await ask("k 1", "same")).status).toBe(400);
    // Another program's key is its own; kept answers are sealed, and keys only as fingerprints.
    const other = await addConnection(house, operator, {
      kind: "api-client",
      name: "Other",
      settings: { scopes: ["flags.write"] },
      wardIds: ["w1"],
    });
    const theirs = await (await ask("k1", "theirs", bearer(other.secret ?? ""))).json();
    expect(theirs.note).toBe("theirs");
    const rows = await house.database.transaction((tx) => tx.select().from(idempotentAnswers));
    expect(rows.map(({ key }) => key)).not.toContain("k1");
    expect(Buffer.concat(rows.map(({ body }) => Buffer.from(body))).toString("latin1")).not.toContain("theirs");
    // With other rights it is another request; what was refused is not kept; a day later all is forgotten.
    await changeConnection(house, operator, { connectionId: id, wardIds: ["w1", "w2"] });
    expect((await ask("k1", "same")).status).toBe(409);
    await changeConnection(house, operator, { connectionId: id, wardIds: [] });
    expect((await ask("k2", "none")).status).toBe(403);
    await changeConnection(house, operator, { connectionId: id, wardIds: ["w1"] });
    expect((await ask("k2", "some")).status).toBe(201);
    house.now = new Date(house.now.getTime() + 25 * 60 * MINUTE_MS);
    expect((await ask("k1", "another")).status).toBe(201);
    expect((await house.database.transaction((tx) => tx.select().from(idempotentAnswers))).length).toBe(1);
  });

  it("score a Bundle exactly as the command line does, and keep nothing of it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wardlight-predict-"));
    const path = join(folder, "bundle.json");
    writeFileSync(path, JSON.stringify(bundle));
    const printed: unknown[] = [];
    const complain = (sentence: string): never => {
      throw new Error(sentence);
    };
    for await (const { entries, shared } of readPatients(path, complain)) {
      const read = preparePatient(entries, shared ? { shared } : {}).stays;
      printed.push(...(await model.score(read.map(({ summary: _, ...stay }) => stay))));
    }
    rmSync(folder, { recursive: true });
    const headers = bearer(secret);
    const before = await house.database.transaction((tx) => tx.select().from(stays));
    const answer = await (await door.ask("predict", { headers, body: bundle })).json();
    expect(answer.stays).toEqual(JSON.parse(JSON.stringify(printed)));
    expect(answer.stays.some(({ probability }: { probability: number | null }) => probability !== null)).toBe(true);
    const ndjson = await door.ask("predict", { headers: { ...headers, Accept: "application/x-ndjson" }, body: bundle });
    expect(ndjson.headers.get("content-type")).toBe("application/x-ndjson");
    const lines = (await ndjson.text()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(answer.stays);
    expect(await house.database.transaction((tx) => tx.select().from(stays))).toEqual(before);
    const early = await door.ask("predict", { headers, query: "?now=1990-01-01", body: bundle });
    expect((await early.json()).stays).toEqual([]);
    expect((await door.ask("predict", { headers, query: "?now=soon", body: bundle })).status).toBe(400);
  });

  it("give no probability while the model is silent", async () => {
    house.isDemo = false;
    const headers = bearer(secret);
    const answer = await (await door.ask("predict", { headers, body: bundle })).json();
    expect(answer.silentBecause).toMatch(/^Model scores are not shown: /);
    expect(answer.stays.length).toBeGreaterThan(0);
    for (const stay of answer.stays) {
      expect(stay).toMatchObject({ probability: null, tier: null, baseline: null, drivers: [] });
      expect(stay.scores.lace.maximum).toBe(19);
    }
    const page = await (await door.ask("listPredictions", { headers })).json();
    expect(page).toMatchObject({ predictions: [], next: null, silentBecause: expect.any(String) });
  });

  it("hand predictions out a page at a time, each once, of own wards only", async () => {
    const headers = bearer(secret);
    const seen: string[] = [];
    let query = "?limit=1";
    for (let page = 0; page < 10 && query !== ""; page += 1) {
      const response = await door.ask("listPredictions", { headers, query });
      const { predictions, next } = await response.json();
      seen.push(...predictions.map(({ stayId }: { stayId: string }) => stayId));
      const [, link] = /^<\/api\/v1\/predictions(\?[^>]*)>; rel="next"$/.exec(response.headers.get("link") ?? "") ?? [];
      expect(link === undefined).toBe(next === null);
      query = link ?? "";
    }
    expect(seen.sort()).toEqual(["stay-p1", "stay-p3"]);
    const of = async (more: string) =>
      (await (await door.ask("listPredictions", { headers, query: more })).json()).predictions?.length;
    expect(await of("?since=2026-03-10T09:00:00Z")).toBe(2);
    expect(await of("?since=2026-03-10T09:00:01Z")).toBe(0);
    expect(await of("?modelVersion=9.9.9")).toBe(0);
    for (const wrong of ["?cursor=abc", "?limit=0", "?limit=1000", "?since=yesterday"])
      expect([wrong, (await door.ask("listPredictions", { headers, query: wrong })).status]).toEqual([wrong, 400]);
    expect((await door.ask("listPredictions", { headers, query: "?ward=w2" })).status).toBe(403);
  });

  it("refuse wrong Bundles in one sentence that repeats nothing", async () => {
    const person = (name: string) => ({
      resource: { resourceType: "Patient", id: name, name: [{ family: "Secretname" }] },
    });
    const headers = bearer(secret);
    const cases: readonly [unknown, number][] = [
      [{ resourceType: "Patient", id: "Secretname" }, 400],
      [{ resourceType: "Bundle" }, 400],
      [{ resourceType: "Bundle", entry: [person("Secretname-a"), person("Secretname-b")] }, 400],
      [
        {
          resourceType: "Bundle",
          entry: [person("a"), { resource: { resourceType: "MedicationOrder", id: "Secretname" } }],
        },
        400,
      ],
      [["Secretname"], 400],
      ["Secretname", 400],
      [null, 400],
    ];
    for (const [body, status] of cases) {
      const response = await door.ask("predict", { headers, body });
      const text = await response.text();
      expect([body, response.status]).toEqual([body, status]);
      expect(text).not.toContain("Secretname");
    }
    expect((await door.ask("predict", { headers, text: "{" })).status).toBe(400);
    const xml = { ...headers, "Content-Type": "application/fhir+xml" };
    expect((await door.ask("predict", { headers: xml, text: "<Bundle/>" })).status).toBe(415);
    expect(
      (await door.ask("predict", { headers: { ...headers, "Content-Encoding": "gzip" }, text: "{}" })).status,
    ).toBe(415);
    const large = await door.ask("predict", { headers, text: " ".repeat(20 * 1024 * 1024 + 1) });
    expect([large.status, (await refused(large)).code]).toEqual([413, "too-large"]);
  });

  it("never break on what is sent, and never repeat it", async () => {
    const word = "Zq9Secret";
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(word),
        fc.constant(null),
        fc.double(),
        fc.constant({ reference: `Patient/${word}` }),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            word,
            "resourceType",
            "entry",
            "resource",
            "id",
            "stayId",
            "kind",
            "text",
            "period",
            "class",
            "subject",
          ),
          tie("value"),
          { maxKeys: 4 },
        ),
        fc.record({
          resourceType: fc.constantFrom("Bundle", "Patient", "Encounter", "Observation", word),
          entry: tie("value"),
        }),
      ),
    })).value;
    const writing = OPERATIONS.filter(({ body }) => body !== null).map(({ id: name }) => name);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writing), json, async (name, body) => {
        door.limits = makeLimits();
        const response = await door.ask(name, { headers: bearer(secret), body });
        const text = await response.text();
        expect(response.status).toBeLessThan(500);
        if (response.status >= 400) {
          problemSchema.parse(JSON.parse(text));
          expect(text).not.toContain(word);
        }
      }),
      { numRuns: 150 },
    );
    for (const query of [`?ward=${word}`, `?cursor=${word}`, `?limit=${word}`, `?since=${word}`]) {
      const response = await door.ask("listPredictions", { headers: bearer(secret), query });
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toContain(word);
    }
  });
});
