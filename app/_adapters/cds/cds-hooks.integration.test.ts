import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { answerDiscovery, answerFeedback, answerHook } from "@/app/_adapters/cds/answer-hook";
import { cdsPreflight } from "@/app/_adapters/cds/cds-response";
import { PREFETCH } from "@/lib/core/cds/cds-services";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { cdsCards, connections } from "@/lib/io/database/connection-schema";
import { stays, wards } from "@/lib/io/database/schema";
import { testRoot } from "@/lib/io/database/test-database";
import { type FhirServer, startFhirServer } from "@/lib/io/fhir-server";
import { addConnection } from "@/lib/services/connections";
import { listFlags } from "@/lib/services/flag-review";
import { importBundles } from "@/lib/services/import-bundles";
import { keepHouse, type RunningHouse } from "@/lib/services/running-house";
import { lastAudit, type TestHouse } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

// It throws outside Next's server; what it guards against, a browser bundle, is none of this.
vi.mock("server-only", () => ({}));

const NOW = "2026-03-10T09:00:00.000Z";
const BASE = "https://wardlight.example";
const ISSUER = "https://ehr.example/cds";
const VIEW = "wardlight-patient-view";
const DISCHARGE = "wardlight-encounter-discharge";
const moment = { seed: "test", now: NOW };

type Json = Record<string, unknown>;
interface Person {
  readonly patientId: string;
  readonly encounterId: string;
  readonly resources: readonly Json[];
}

/** The demo hospital's current in-patients, as an EHR has them. */
const people: Person[] = makeHospital({ ...moment, pastDays: 0 }).current.map(({ entry = [] }) => {
  const resources = JSON.parse(JSON.stringify(entry)).map(({ resource }: { resource: Json }) => resource) as Json[];
  const current = resources.find((one) => one.resourceType === "Encounter" && one.status === "in-progress");
  const patient = resources.find((one) => one.resourceType === "Patient");
  return { patientId: String(patient?.id), encounterId: String(current?.id), resources };
});
const [someone, another] = people as [Person, Person];

/** Everything the templates ask for, answered as a FHIR server would. */
function prefetchOf({ resources, patientId }: Person): Json {
  return Object.fromEntries(
    Object.entries(PREFETCH).map(([key, { type }]) => {
      if (type === "Patient") return [key, resources.find(({ id }) => id === patientId)];
      const entry = resources.filter((one) => one.resourceType === type).map((resource) => ({ resource }));
      return [
        key,
        entry.length === 0 ? null : { resourceType: "Bundle", type: "searchset", total: entry.length, entry },
      ];
    }),
  );
}

let keys: { privateKey: CryptoKey; publicKey: CryptoKey };
let otherKeys: { privateKey: CryptoKey; publicKey: CryptoKey };
let ehr: Server;
let ehrBase: string;
let elsewhere: string[] = [];
let fhir: FhirServer;

beforeAll(async () => {
  keys = await generateKeyPair("ES384", { extractable: true });
  otherKeys = await generateKeyPair("ES384", { extractable: true });
  const set = async (key: CryptoKey) => JSON.stringify({ keys: [{ ...(await exportJWK(key)), kid: "k1" }] });
  const [mine, theirs] = [await set(keys.publicKey), await set(otherKeys.publicKey)];
  ehr = createServer((request, response) => {
    if (request.url === "/jwks") return response.end(mine);
    if (request.url === "/jwks-other") return response.end(theirs);
    // A FHIR server that nobody allowed: it must never be asked.
    elsewhere.push(`${request.url} ${request.headers.authorization ?? ""}`);
    return response.writeHead(302, { location: "/jwks" }).end();
  });
  await new Promise<void>((done) => ehr.listen(0, "127.0.0.1", done));
  ehrBase = `http://127.0.0.1:${(ehr.address() as AddressInfo).port}`;
  fhir = await startFhirServer(moment, testRoot);
});
afterAll(async () => {
  keepHouse(null);
  ehr?.close();
  await fhir?.close();
});

interface Said {
  readonly claims?: Json;
  readonly header?: Json;
  readonly key?: CryptoKey | Uint8Array;
}

async function tokenFor(path: string, { claims = {}, header = {}, key = keys.privateKey }: Said = {}): Promise<string> {
  const now = Date.parse(NOW) / 1000;
  const said = { iss: ISSUER, aud: `${BASE}${path}`, iat: now, exp: now + 300, jti: randomUUID(), ...claims };
  return new SignJWT(said).setProtectedHeader({ alg: "ES384", typ: "JWT", kid: "k1", ...header }).sign(key);
}

interface Call extends Said {
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
}

async function post(id: string, body: unknown, call: Call = {}, door: "hook" | "feedback" = "hook") {
  const path = `/api/cds-services/${id}${door === "feedback" ? "/feedback" : ""}`;
  const token = call.token === undefined ? await tokenFor(path, call) : call.token;
  const request = new Request(`${BASE}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...call.headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answer = door === "hook" ? answerHook : answerFeedback;
  const response = await answer(request, { params: Promise.resolve({ id }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Json };
}

const requestFor = (person: Person, change: Json = {}, context: Json = {}): Json => ({
  hook: "patient-view",
  hookInstance: randomUUID(),
  context: { userId: "Practitioner/1", patientId: person.patientId, ...context },
  prefetch: prefetchOf(person),
  ...change,
});
const leaving = (person: Person, change: Json = {}): Json =>
  requestFor(person, { hook: "encounter-discharge", ...change }, { encounterId: person.encounterId });
const grant = (patient?: string) => ({
  fhirAuthorization: {
    access_token: "granted-token",
    token_type: "Bearer",
    expires_in: 300,
    scope: "patient/*.rs",
    subject: "wardlight",
    ...(patient === undefined ? {} : { patient }),
  },
});

interface Card {
  readonly uuid: string;
  readonly summary: string;
  readonly detail: string;
  readonly indicator: string;
  readonly source: Json;
  readonly links?: readonly Json[];
  readonly overrideReasons?: readonly Json[];
}
const cardsOf = ({ status, body }: { status: number; body: Json }): readonly Card[] => {
  expect(status).toBe(200);
  return body.cards as readonly Card[];
};

describe("discovery", () => {
  it("is open to all, in JSON, and to pages of other hosts", async () => {
    const response = answerDiscovery();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const { services } = (await response.json()) as { services: Json[] };
    expect(services.map(({ id }) => id)).toEqual([VIEW, DISCHARGE]);
    const preflight = cdsPreflight();
    expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([
      204,
      "Authorization, Content-Type",
    ]);
    expect(preflight.headers.has("access-control-allow-credentials")).toBe(false);
  });
});

describeScoringHouse("CDS Hooks on a database", ({ house }) => {
  let connectionId: string;

  const trust = (issuer: string, jwks: string, wardIds: readonly string[]) =>
    addConnection(
      house,
      { system: "test" },
      {
        kind: "cds-client",
        name: `EHR ${issuer}`,
        issuer,
        wardIds: [...wardIds],
        settings: { jwksUrl: `${ehrBase}${jwks}`, fhirServers: [fhir.baseUrl] },
      },
    );

  beforeAll(async () => {
    house.now = new Date(NOW);
    const environment = { baseUrl: BASE } as RunningHouse["environment"];
    keepHouse(Object.assign(house, { environment, close: async () => {} }));
    connectionId = (await trust(ISSUER, "/jwks", ["w1"])).id;
    await trust("https://other.example", "/jwks-other", ["w1"]);
  });
  beforeEach(() => {
    elsewhere = [];
    Object.assign(house, { isDemo: true });
  });

  const stored = () => house.database.transaction((tx) => tx.select().from(cdsCards));

  it("gives one calm card: tier and frequency in words, three reasons, both scores, age, limits", async () => {
    const answers = await Promise.all(
      people.slice(0, 8).map(async (person) => cardsOf(await post(VIEW, requestFor(person)))),
    );
    const scored = answers.flat().filter(({ overrideReasons }) => overrideReasons !== undefined);
    expect(scored.length).toBeGreaterThan(2);
    for (const { uuid, summary, detail, indicator, source, overrideReasons, links } of scored) {
      expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
      expect(summary).toMatch(
        /^(Very high|High|Moderate|Low) risk of any readmission within 30 days: .* in \d+ patients like this$/,
      );
      expect(summary.length).toBeLessThan(140);
      expect(indicator).toBe("info");
      expect(detail.match(/: (raises|lowers) it\./g)).toHaveLength(3);
      expect(detail).toMatch(/LACE .* of 19/);
      expect(detail).toMatch(/HOSPITAL .* of 13/);
      expect(detail).toMatch(/Learnt from US hospitals 1999–2008; not yet checked here\./);
      expect(detail).toMatch(/Scored 10 Mar 2026, 09:00 .* from the record your EHR sent/);
      expect(source).toEqual({ label: "Wardlight, readmission model 1.0.0", url: BASE });
      expect(links).toBeUndefined();
      expect(overrideReasons?.map(({ code }) => code)).toEqual([
        "too-high",
        "too-low",
        "wrong-data",
        "not-appropriate",
        "already-handled",
      ]);
      for (const { display, system } of overrideReasons ?? []) expect([display, system].every(Boolean)).toBe(true);
    }
    expect(JSON.stringify(answers)).not.toMatch(/:null|:""|:\[\]|:\{\}/);
    const audited = await lastAudit(house);
    expect(audited).toMatchObject({ verb: "serve-cds-cards", outcome: "done", actorRole: "client" });
    expect(audited.detail).toMatchObject({ service: VIEW, cards: 1 });
    const rows = await stored();
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(scored.map(({ uuid }) => uuid)));
  });

  it("says the same from what it reads at an allowed FHIR server as from what was sent", async () => {
    for (const person of people.slice(0, 3)) {
      const sent = cardsOf(await post(DISCHARGE, leaving(person)))[0];
      const where = { fhirServer: `${fhir.baseUrl}/`, ...grant(person.patientId) };
      const read = cardsOf(await post(DISCHARGE, leaving(person, { ...where, prefetch: undefined })))[0];
      expect(read?.summary).toBe(sent?.summary);
      const { observation: _, ...rest } = prefetchOf(person);
      expect(cardsOf(await post(DISCHARGE, leaving(person, { ...where, prefetch: rest })))[0]?.summary).toBe(
        sent?.summary,
      );
    }
  });

  it("asks no FHIR server that is not on the list, with no token: 412", async () => {
    const { observation, ...rest } = prefetchOf(someone);
    const failure = { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "timeout" }] };
    const nextPage = { ...(observation as Json), link: [{ relation: "next", url: `${ehrBase}/fhir?page=2` }] };
    const servers = [
      {},
      { fhirServer: `${ehrBase}/fhir`, ...grant() },
      { fhirServer: `${fhir.baseUrl}/../../elsewhere`, ...grant() },
      { fhirServer: `${fhir.baseUrl}.evil.example`, ...grant() },
      { fhirServer: fhir.baseUrl },
    ];
    for (const server of servers)
      for (const prefetch of [rest, { ...rest, observation: failure }, { ...rest, observation: nextPage }, {}])
        expect((await post(VIEW, requestFor(someone, { prefetch, ...server }))).status).toBe(412);
    expect(elsewhere).toEqual([]);
    // Nothing on record is an answer, and a strange server is no matter where nothing has to be asked.
    expect(
      cardsOf(await post(VIEW, requestFor(someone, { prefetch: { ...rest, observation: null }, ...servers[1] }))),
    ).toHaveLength(1);
    expect(elsewhere).toEqual([]);
  });

  it("refuses another patient's data, encounter or token: 422, and repeats nothing of it", async () => {
    const mine = prefetchOf(someone);
    const theirs = prefetchOf(another);
    const wrong: Json[] = [
      requestFor(someone, { prefetch: theirs }),
      requestFor(someone, { prefetch: { ...mine, patient: theirs.patient } }),
      requestFor(someone, { prefetch: { ...mine, condition: theirs.condition } }),
      requestFor(someone, { prefetch: { ...mine, encounter: theirs.encounter } }),
      requestFor(someone, {}, { encounterId: another.encounterId }),
      requestFor(someone, { fhirServer: fhir.baseUrl, ...grant(another.patientId) }),
    ];
    const before = (await stored()).length;
    for (const body of wrong) {
      const { status, text } = await post(VIEW, body);
      expect(status).toBe(422);
      expect(text).not.toContain(another.patientId);
      expect(text).not.toContain(someone.patientId);
      expect(await lastAudit(house)).toMatchObject({
        verb: "serve-cds-cards",
        outcome: "refused",
        detail: { code: "conflict" },
      });
    }
    expect(await stored()).toHaveLength(before);
  });

  it("believes no forged, replayed, old, misdirected or mixed-up token: 401, one answer for all", async () => {
    const body = requestFor(someone);
    const now = Date.parse(NOW) / 1000;
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { iss: ISSUER, aud: `${BASE}/api/cds-services/${VIEW}`, iat: now, exp: now + 60, jti: "n1" };
    const asSecret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
    const used = await tokenFor(`/api/cds-services/${VIEW}`);
    expect((await post(VIEW, body, { token: used })).status).toBe(200);
    const bad: [string, Call][] = [
      ["used", { token: used }],
      ["no-token", { token: null }],
      ["not-a-token", { token: "nonsense" }],
      ["signature", { key: otherKeys.privateKey }],
      ["algorithm", { token: `${encode({ alg: "none", typ: "JWT", kid: "k1" })}.${encode(claims)}.` }],
      ["algorithm", { header: { alg: "HS256" }, key: asSecret }],
      ["no-such-key", { header: { kid: "k9" } }],
      ["key-address", { header: { jku: "https://evil.example/jwks" } }],
      ["key-address", { header: { jku: `${ehrBase}/jwks-other` }, key: otherKeys.privateKey }],
      ["expired", { claims: { iat: now - 400, exp: now - 100 } }],
      ["lives-too-long", { claims: { exp: now + 86_400 } }],
      ["audience", { claims: { aud: `${BASE}/api/cds-services/${DISCHARGE}` } }],
      ["audience", { claims: { aud: "https://else.example" } }],
      // The other EHR's key under this one's name, and the other way round.
      ["signature", { claims: { iss: "https://other.example" } }],
      ["issuer", { claims: { iss: "https://nobody.example" } }],
    ];
    const answers = new Set<string>();
    for (const [code, call] of bad) {
      const { status, text, headers } = await post(VIEW, body, call);
      expect([code, status]).toEqual([code, 401]);
      expect(headers.get("www-authenticate")).toBe("Bearer");
      answers.add(text);
      expect(await lastAudit(house)).toMatchObject({
        verb: "serve-cds-cards",
        outcome: "refused",
        actorId: null,
        detail: { code },
      });
    }
    expect(answers.size).toBe(1);
    expect((await post(VIEW, body, { header: { jku: `${ehrBase}/jwks` } })).status).toBe(200);
  });

  it("lets nobody in whose connection was disabled", async () => {
    const { id } = await trust("https://gone.example", "/jwks", ["w1"]);
    const call = { claims: { iss: "https://gone.example" } };
    expect((await post(VIEW, requestFor(someone), call)).status).toBe(200);
    await house.database.transaction((tx) =>
      tx.update(connections).set({ disabledAt: house.now }).where(eq(connections.id, id)),
    );
    expect((await post(VIEW, requestFor(someone), call)).status).toBe(401);
  });

  it("is served under an HTTPS address alone", async () => {
    const inTheClear = { environment: { baseUrl: "http://wardlight.example" } };
    const before = (house as TestHouse & Partial<RunningHouse>).environment;
    Object.assign(house, inTheClear);
    expect((await post(VIEW, requestFor(someone))).status).toBe(500);
    Object.assign(house, { environment: before });
    expect((await post(VIEW, requestFor(someone))).status).toBe(200);
  });

  it("refuses what is no request of CDS Hooks, plainly", async () => {
    const cases: [number, unknown, Call, string][] = [
      [400, "{", {}, VIEW],
      [400, "[".repeat(100_000), {}, VIEW],
      [400, {}, {}, VIEW],
      [400, requestFor(someone, { hook: "order-sign" }), {}, VIEW],
      [400, requestFor(someone, { hook: "encounter-discharge" }), {}, DISCHARGE],
      [404, requestFor(someone), {}, "nothing-here"],
      [413, `{"a":"${"x".repeat(25 * 1024 * 1024)}"}`, {}, VIEW],
      [413, "{}", { headers: { "content-length": "99999999999" } }, VIEW],
      [415, "{}", { headers: { "content-type": "text/plain" } }, VIEW],
      [415, "{}", { headers: { "content-encoding": "gzip" } }, VIEW],
    ];
    for (const [status, body, call, id] of cases) {
      const answer = await post(id, body, call);
      expect([answer.status, Object.keys(answer.body)]).toEqual([status, ["error"]]);
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    }
  });

  it("has nothing to say where nobody is in hospital: no cards, and no error", async () => {
    const past = someone.resources.map((one) =>
      one.resourceType === "Encounter"
        ? { ...one, status: "finished", period: { start: "2024-01-01", end: "2024-01-03" } }
        : one,
    );
    const gone = { ...someone, resources: past };
    expect(cardsOf(await post(VIEW, requestFor(gone)))).toEqual([]);
    expect(await lastAudit(house)).toMatchObject({ outcome: "done", detail: { cards: 0, why: "no-stay" } });
  });

  it("gives no score while the model is silent: the published scores alone", async () => {
    Object.assign(house, { isDemo: false });
    const rows = (await stored()).length;
    const [card] = cardsOf(await post(VIEW, requestFor(someone)));
    expect(card?.summary).toMatch(/^Readmission within 30 days: LACE .*, HOSPITAL .*; no model score$/);
    expect(card?.detail).toMatch(/^\*\*No model score yet\.\*\*/);
    expect(card?.detail).not.toMatch(/raises it|lowers it|in 10|in 20| %/);
    expect(card?.overrideReasons).toBeUndefined();
    const all = await stored();
    expect(all).toHaveLength(rows + 1);
    expect(all.find(({ id }) => id === card?.uuid)).toMatchObject({ probability: null, tier: null });
  });

  it("says so where the patient is outside the model's population", async () => {
    const child = someone.resources.map((one) =>
      one.resourceType === "Patient" ? { ...one, birthDate: "2020-01-01" } : one,
    );
    const [card] = cardsOf(await post(VIEW, requestFor({ ...someone, resources: child })));
    expect(card?.detail).toMatch(
      /^\*\*Outside the readmission model\. No score does not mean low risk: use judgement\.\*\*/,
    );
    expect(card?.summary).toMatch(/no model score$/);
  });

  it("leads to the patient's page where the stay is known here, and keeps to the program's wards", async () => {
    const bundle = (person: Person) => ({
      resourceType: "Bundle",
      type: "collection",
      entry: person.resources.map((resource) => ({ resource })),
    });
    await importBundles(house, { system: "test" }, { bundles: [bundle(someone)] });
    // Known now, on a ward the program was not given.
    expect(cardsOf(await post(VIEW, requestFor(someone)))).toEqual([]);
    expect(await lastAudit(house)).toMatchObject({ outcome: "done", detail: { cards: 0, why: "other-ward" } });
    const all = await house.database.transaction((tx) => tx.select({ id: wards.id }).from(wards));
    await trust(
      "https://all.example",
      "/jwks",
      all.map(({ id }) => id),
    );
    // Moved a moment ago: where they are by what was just sent counts, not where they were when last read.
    const ofThem = eq(stays.patientId, someone.patientId);
    const stored = (wardId: string) =>
      house.database.transaction((tx) => tx.update(stays).set({ wardId }).where(ofThem).returning({ id: stays.id }));
    const elsewhere = all.find(({ id }) => id !== "w1")?.id ?? "";
    const sentFrom = (wardId: string) => {
      const location = [{ location: { reference: `Location/${wardId}` } }];
      const resources = someone.resources.map((one) => (one.id === someone.encounterId ? { ...one, location } : one));
      const prefetch = prefetchOf({ ...someone, resources });
      const [key = ""] = Object.entries(PREFETCH).find(([, { type }]) => type === "Encounter") ?? [];
      const found = prefetch[key] as { entry: Json[]; total: number };
      const physicalType = { coding: [{ code: "wa" }] };
      const ward = { resource: { resourceType: "Location", id: wardId, physicalType }, search: { mode: "include" } };
      return requestFor(someone, { prefetch: { ...prefetch, [key]: { ...found, entry: [...found.entry, ward] } } });
    };
    expect(await stored("w1")).not.toEqual([]);
    expect(cardsOf(await post(VIEW, sentFrom(elsewhere)))).toEqual([]);
    await stored(elsewhere);
    expect(cardsOf(await post(VIEW, sentFrom("w1")))).toHaveLength(1);
    const call = { claims: { iss: "https://all.example" } };
    const [card] = cardsOf(await post(VIEW, requestFor(someone), call));
    const link = card?.links?.[0];
    expect(link).toMatchObject({ type: "absolute" });
    expect(String(link?.url)).toMatch(/^https:\/\/wardlight\.example\/stays\//);
    expect(link).not.toHaveProperty("appContext");
    // The same ids of somebody born on another day are another hospital's.
    const other = someone.resources.map((one) =>
      one.resourceType === "Patient" ? { ...one, birthDate: "1941-02-03" } : one,
    );
    const [stranger] = cardsOf(await post(VIEW, requestFor({ ...someone, resources: other }), call));
    expect(stranger?.links).toBeUndefined();
    // A SMART link only where people can be launched from.
    await addConnection(
      house,
      { system: "test" },
      {
        kind: "smart-server",
        name: "EHR launch",
        issuer: fhir.baseUrl,
        settings: { clientId: "wardlight" },
      },
    );
    const launched = cardsOf(await post(VIEW, requestFor(someone, { fhirServer: fhir.baseUrl }), call))[0];
    expect(launched?.links?.[1]).toMatchObject({ type: "smart", url: `${BASE}/launch` });
    expect(typeof launched?.links?.[1]?.appContext).toBe("string");
    const unknown = cardsOf(await post(VIEW, requestFor(someone, { fhirServer: "https://else.example" }), call))[0];
    expect(unknown?.links).toHaveLength(1);
  });

  it("takes feedback once for each card, from whom it was given to, into the flags to review", async () => {
    const [card] = cardsOf(await post(VIEW, requestFor(another)));
    const said = (change: Json = {}, card_ = card?.uuid) => ({
      feedback: [
        {
          card: card_,
          outcome: "overridden",
          outcomeTimestamp: "2026-03-10T09:05:00Z",
          overrideReason: {
            reason: { code: "too-high", system: "urn:wardlight:cds-hooks:override-reason", display: "x" },
            userComment: "Two stays of Mrs Example were planned.",
          },
          ...change,
        },
      ],
    });
    const send = (body: unknown, call: Call = {}, id = VIEW) => post(id, body, call, "feedback");
    expect((await send(said())).status).toBe(200);
    expect((await send(said())).status).toBe(200);
    expect(await lastAudit(house)).toMatchObject({ verb: "note-cds-feedback", detail: { said: 1, noted: 0 } });
    const review = async () =>
      (await listFlags(house, house.people["data-scientist"], {})).flags.filter(({ source }) => source === "ehr");
    expect(await review()).toMatchObject([
      {
        id: card?.uuid,
        kind: "too-high",
        note: "Two stays of Mrs Example were planned.",
        byRole: "client",
        isKnownHere: false,
      },
    ]);
    // It is sealed where it lies.
    const row = (await stored()).find(({ id }) => id === card?.uuid);
    expect(row?.comment?.toString("utf8")).not.toContain("planned");
    // An earlier word changes nothing, a later one does.
    await send(said({ outcome: "accepted", outcomeTimestamp: "2026-03-10T09:01:00Z" }));
    expect(await review()).toHaveLength(1);
    const later = {
      outcomeTimestamp: "2026-03-10T09:09:00Z",
      overrideReason: { reason: { code: "busy", system: "urn:ehr" } },
    };
    await send(said(later));
    expect(await review()).toMatchObject([{ kind: "set-aside", note: "" }]);
    await send(said({ outcome: "accepted", outcomeTimestamp: "2026-03-10T09:10:00Z", overrideReason: undefined }));
    expect(await review()).toMatchObject([{ kind: "accepted", note: "" }]);

    // Among others one that is not known, and a comment longer than a note may be: the rest is heard, the beginning kept.
    const long = { outcomeTimestamp: "2026-03-10T09:20:00Z", overrideReason: { userComment: "word ".repeat(900) } };
    const mixed = { feedback: [...said({}, randomUUID()).feedback, ...said(long).feedback] };
    expect((await send(mixed)).status).toBe(200);
    expect(await lastAudit(house)).toMatchObject({ detail: { said: 2, known: 1, noted: 1 } });
    const [shortened] = await review();
    expect(shortened?.note).toMatch(/^word word .*…$/);
    expect(shortened?.note.length).toBe(1000);

    // Of a ward that the program has no more: the others are heard all the same; alone it is refused.
    const [taken] = cardsOf(await post(VIEW, requestFor(people[2] as Person)));
    const all = await house.database.transaction((tx) => tx.select({ id: wards.id }).from(wards));
    const wardId = all.find(({ id }) => id !== "w1")?.id ?? null;
    await house.database.transaction((tx) =>
      tx
        .update(cdsCards)
        .set({ wardId })
        .where(eq(cdsCards.id, taken?.uuid ?? "")),
    );
    const ofTaken = said({}, taken?.uuid).feedback;
    const newest = said({ outcomeTimestamp: "2026-03-10T09:30:00Z" }).feedback;
    expect((await send({ feedback: [...ofTaken, ...newest] })).status).toBe(200);
    expect(await lastAudit(house)).toMatchObject({ detail: { said: 2, known: 1, noted: 1 } });
    expect((await send({ feedback: ofTaken })).status).toBe(403);

    // Nobody else's card, nobody else's service, no card at all.
    const stranger = { claims: { iss: "https://other.example" }, key: otherKeys.privateKey };
    for (const [body, call, id] of [
      [said(), stranger, VIEW],
      [said(), {}, DISCHARGE],
      [said({}, randomUUID()), {}, VIEW],
    ] as [unknown, Call, string][])
      expect((await send(body, call, id)).status).toBe(404);
    expect((await send({ feedback: [] })).status).toBe(400);
    const forService = { token: await tokenFor(`/api/cds-services/${VIEW}`) };
    expect((await send(said(), forService)).status).toBe(401);
    expect(connectionId).not.toBe("");
  });
});
