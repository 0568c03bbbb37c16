import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Doer, mayUse, ROLES, VERB_NAMES, type VerbName } from "@/lib/core/access/access";
import { isFault } from "@/lib/core/fault";
import { cdsCards, tasks } from "@/lib/io/database/connection-schema";
import { monitoringIncidents } from "@/lib/io/database/monitoring-schema";
import { breakGlass, flags, interventions, responses, stays, users } from "@/lib/io/database/schema";
import { type TestDatabase, testDatabases } from "@/lib/io/database/test-database";
import { addConnection } from "@/lib/services/connections";
import { findActor } from "@/lib/services/find-actor";
import { placeOf } from "@/lib/services/sealed-columns";
import { insertTestAlert, testRule } from "@/lib/services/test-alert-rule";
import { openTestHouse, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import type { Caller } from "@/lib/services/verb";

/** One ward of the two, with a stay on it. Everybody in the test house belongs to w1 alone. */
interface Place {
  readonly wardId: "w1" | "w2";
  readonly stayId: string;
  readonly predictionId: string;
}

interface Sample {
  /** Whether the call is about one ward or a patient on it, so that the ward decides too. */
  readonly byWard: boolean;
  /** A valid input about this place; may first put there what the input names. */
  readonly input: (house: TestHouse, place: Place, caller: Caller) => unknown;
}

/** Whose row it is: the caller's own, or a nurse's where an operator calls. */
async function userOf(house: TestHouse, caller: Caller): Promise<string> {
  if ("system" in caller) return house.people.nurse.userId;
  return (await house.database.transaction((tx) => findActor(tx, caller, house.now))).id;
}

/** Somebody of each role on the first ward; the program has every scope. */
function callerOf(house: TestHouse, role: Doer): Caller {
  if (role === "system") return { system: "test" };
  return role === "client" ? house.program : house.people[role];
}

/** A row the caller wrote about this place at some time when they could. */
async function written(
  house: TestHouse,
  { stayId, predictionId }: Place,
  caller: Caller,
  kind: "flag" | "intervention" | "response",
): Promise<string> {
  const id = randomUUID();
  const common = { id, stayId, predictionId, userId: await userOf(house, caller), at: house.now };
  await house.database.transaction(async (tx) => {
    const seal = (column: Parameters<typeof placeOf>[0]) => house.vault.seal("", placeOf(column, id));
    if (kind === "flag") await tx.insert(flags).values({ ...common, kind: "too-high", note: seal(flags.note) });
    else if (kind === "intervention")
      await tx.insert(interventions).values({ ...common, kind: "call", note: seal(interventions.note) });
    else await tx.insert(responses).values({ ...common, kind: "acknowledged", note: seal(responses.note) });
  });
  return id;
}

/** A flag that whoever decides on it did not write. */
const flaggedByNurse = (house: TestHouse, place: Place): Promise<string> =>
  written(house, place, { system: "test" }, "flag");

/** An account that nothing else in this test uses. */
async function freshAccount(house: TestHouse): Promise<string> {
  const id = randomUUID();
  const values = { id, email: `${id}@test`, name: "Test account", role: "nurse" as const, createdAt: house.now };
  await house.database.transaction((tx) => tx.insert(users).values(values));
  return id;
}

/** A stay of the other ward that no other call is about: opening it must open nothing else. */
async function stayElsewhere(house: TestHouse): Promise<string> {
  const id = randomUUID();
  await store(house, readingOf(id, { wardId: "w2" }));
  return `stay-${id}`;
}

async function openedInNeed(house: TestHouse): Promise<string> {
  const id = randomUUID();
  const stayId = await stayElsewhere(house);
  const note = house.vault.seal("", placeOf(breakGlass.note, id));
  const times = { at: house.now, expiresAt: house.now };
  const row = { id, userId: house.people.nurse.userId, stayId, wardId: "w2", reason: "covering" as const, note };
  await house.database.transaction((tx) => tx.insert(breakGlass).values({ ...row, ...times }));
  return id;
}

/** A trusted program that nothing else in this test uses. */
async function freshConnection(house: TestHouse): Promise<string> {
  const wanted = { kind: "api-client" as const, name: "Fresh", settings: { scopes: [] } };
  return (await addConnection(house, { system: "test" }, wanted)).id;
}

const whole = (input: unknown = {}): Sample => ({ byWard: false, input: () => input });
const account = (rest: object = {}): Sample => ({
  byWard: false,
  input: async (house) => ({ account: await freshAccount(house), ...rest }),
});

/** A valid call of every verb there is, by the name it is exported under; a new one must say here what a call is. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  listWorklist: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readStay: { byWard: true, input: (_house, { stayId }) => ({ stayId }) },
  followChanges: whole({ after: 0 }),
  findPatient: whole({ text: "mrn-matrix-w2" }),
  flagPrediction: {
    byWard: true,
    input: (_house, { stayId, predictionId }) => ({ stayId, predictionId, kind: "too-high" }),
  },
  withdrawFlag: {
    byWard: true,
    input: async (house, place, caller) => ({ flagId: await written(house, place, caller, "flag") }),
  },
  listFlags: whole(),
  listReviews: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  assignFlag: {
    byWard: true,
    input: async (house, place) => ({ flagId: await flaggedByNurse(house, place), assigneeId: null }),
  },
  adjudicateFlag: {
    byWard: true,
    input: async (house, place) => ({
      flagId: await flaggedByNurse(house, place),
      decision: "no-action",
      agreement: "cannot-tell",
    }),
  },
  // Let in, and told that nothing was decided.
  withdrawAdjudication: {
    byWard: true,
    input: async (house, place) => ({ flagId: await flaggedByNurse(house, place), note: "Decided too soon." }),
  },
  listAdjudications: whole(),
  noteIntervention: { byWard: true, input: (_house, { stayId }) => ({ stayIds: [stayId], kind: "call" }) },
  withdrawIntervention: {
    byWard: true,
    input: async (house, place, caller) => ({ interventionIds: [await written(house, place, caller, "intervention")] }),
  },
  respondToPrediction: {
    byWard: true,
    input: (_house, { stayId, predictionId }) => ({ stayId, predictionId, kind: "acknowledged" }),
  },
  withdrawResponse: {
    byWard: true,
    input: async (house, place, caller) => ({ responseId: await written(house, place, caller, "response") }),
  },
  setCutoff: { byWard: true, input: (_house, { wardId }) => ({ wardId, capacity: 1 }) },
  breakGlass: {
    byWard: false,
    input: async (house) => ({ stayId: await stayElsewhere(house), reason: "covering", note: "Covering tonight." }),
  },
  listBreakGlass: whole(),
  reviewBreakGlass: {
    byWard: false,
    input: async (house) => ({ breakGlassId: await openedInNeed(house), verdict: "appropriate", note: "" }),
  },
  predict: whole({
    bundle: { resourceType: "Bundle", entry: [{ resource: { resourceType: "Patient", id: "sent" } }] },
  }),
  listPredictions: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readPatientFlow: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readCensus: { byWard: true, input: (_house, { wardId }) => ({ scenario: { closedBeds: { [wardId]: 1 } } }) },
  readEdBoard: whole(),
  setUnitBeds: {
    byWard: true,
    input: (_house, { wardId }) => ({ wardId, service: "Medicine", physicalBeds: 20, staffedBeds: 18 }),
  },
  readTheatres: whole(),
  setTheatres: whole({
    ...{ rooms: [1, 3, 3, 3, 3, 3, 1], recoveryBeds: 6, usable: 0.85 },
    ...{ roomMinutes: 480, shiftMinutes: 480, recoveryMinutes: 600 },
  }),
  saveProcedureProfile: {
    byWard: false,
    input: () => ({
      profile: {
        ...{ id: `profile-${randomUUID()}`, name: "Test operation", codes: [{ code: "0SR9*" }], supplies: [] },
        ...{
          duration: { median: 60, ninetieth: 90 },
          turnover: 20,
          recovery: 60,
          team: { surgeon: 1 },
          goesAhead: 0.95,
        },
      },
      version: null,
    }),
  },
  setStock: whole({ item: "Test item", count: 5 }),
  setStaffing: {
    byWard: true,
    input: (_house, { wardId }) => ({
      wardId,
      roster: [{ day: "2026-03-12", role: "Nurse", shift: "Day", people: 3 }],
    }),
  },
  readForecasts: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readForecastAccuracy: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  setForecastSetting: whole({ holidays: { countries: ["england"], own: [] }, countFrom: null }),
  makeForecasts: whole(),
  learnCensus: whole(),
  readProgramme: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readModels: whole(),
  validateModel: whole(),
  decideVisibility: whole({ kind: "withdrawn" }),
  listVersions: whole(),
  // No version is registered in the test house: let in, and told so.
  judgeCandidate: whole({ version: "9.9.9" }),
  readGates: whole({ version: "9.9.9" }),
  compareModels: whole({ first: "9.9.9", second: "9.9.9" }),
  readVersions: whole(),
  readVersion: whole({ version: "9.9.9" }),
  registerModel: whole({ onnx: "AA==", manifest: {} }),
  promoteModel: whole({ version: "9.9.9", why: "better" }),
  setRollout: {
    byWard: true,
    input: (_house, { wardId }) => ({ version: "9.9.9", alias: "canary", wardIds: [wardId], why: "to see" }),
  },
  rollBackModel: whole(),
  // Nothing has matured in the test house: let in, and told so.
  makeSnapshot: whole(),
  readLabels: { byWard: true, input: (_house, { stayId }) => ({ stayId }) },
  readSnapshots: whole(),
  compareSnapshots: whole({ before: randomUUID(), after: randomUUID() }),
  rebuildSnapshot: whole({ snapshotId: randomUUID() }),
  readPastList: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  startTraining: whole({ snapshotId: randomUUID(), why: "to see" }),
  cancelTraining: whole({ runId: randomUUID() }),
  readTrainingRuns: whole(),
  noteTraining: whole({ runId: randomUUID(), step: "failed", line: "" }),
  readAudit: whole(),
  exportAudit: whole(),
  verifyAudit: whole(),
  listUsers: whole(),
  addUser: {
    byWard: true,
    input: (_house, { wardId }) => ({
      email: `${randomUUID()}@test`,
      name: "New",
      role: "nurse",
      wardIds: [wardId],
      withPassword: false,
    }),
  },
  disableUser: account(),
  enableUser: account(),
  setUserRole: account({ role: "clinician" }),
  setUserWards: {
    byWard: true,
    input: async (house, { wardId }) => ({ account: await freshAccount(house), wardIds: [wardId] }),
  },
  resetPassword: account(),
  linkIdentity: account({ issuer: "https://ehr.example/fhir", fhirUser: `Practitioner/${randomUUID()}` }),
  unlinkIdentity: whole({ issuer: "https://ehr.example/fhir", fhirUser: "Practitioner/nobody" }),
  revokeSessions: account(),
  retryTask: {
    byWard: false,
    input: async (house) => {
      const task = { id: randomUUID(), kind: "read-patient" as const, key: randomUUID(), state: "dead" as const };
      const times = { askedAt: house.now, dueAt: house.now };
      await house.database.transaction((tx) => tx.insert(tasks).values({ ...task, ...times }));
      return { taskIds: [task.id] };
    },
  },
  // Nobody in the test house has a password: let in, and told so.
  changeOwnPassword: whole({ current: "anything", wanted: "a quiet night shift" }),
  readConnections: whole(),
  addConnection: {
    byWard: true,
    input: (_house, { wardId }) => ({
      kind: "api-client",
      name: "New",
      settings: { scopes: ["predict"] },
      wardIds: [wardId],
    }),
  },
  changeConnection: {
    byWard: true,
    input: async (house, { wardId }) => ({ connectionId: await freshConnection(house), wardIds: [wardId] }),
  },
  disableConnection: {
    byWard: false,
    input: async (house) => ({ connectionId: await freshConnection(house) }),
  },
  newConnectionSecret: {
    byWard: false,
    input: async (house) => ({ connectionId: await freshConnection(house) }),
  },
  importBulk: whole({ path: "/nowhere/at/all" }),
  serveCdsCards: whole({
    service: "wardlight-patient-view",
    patientId: "matrix-w2",
    encounterId: null,
    fhirServer: null,
    baseUrl: "https://wardlight.example",
    entries: [],
  }),
  noteCdsFeedback: {
    byWard: true,
    input: async (house, { wardId, stayId }) => {
      const { connectionId } = house.program;
      const card = { id: randomUUID(), connectionId, service: "wardlight-patient-view" as const, wardId, stayId };
      const said = { patientId: "matrix", at: house.now, modelVersion: "1.0.0", view: "stay" as const };
      await house.database.transaction((tx) => tx.insert(cdsCards).values({ ...card, ...said }));
      const feedback = { card: card.id, outcome: "accepted", at: "2026-03-10T09:00:00Z", reason: null, comment: "" };
      return { service: card.service, feedback: [feedback] };
    },
  },
  readConnectionStates: whole(),
  testConnection: whole({ client: { capabilities: async () => ({ fhirVersion: null }) } }),
  setNotifications: whole({ isOn: false }),
  keepSubscriptions: whole({
    client: { search: async () => ({ resources: [] }) },
    endpoint: "https://w.example/notify",
  }),
  receiveNotification: whole({
    patientIds: ["matrix-w2"],
    references: [],
    isEmpty: false,
    isSignOfLife: false,
    client: { read: async () => null },
  }),
  setWriteBack: whole({ isOn: false }),
  writePredictions: whole({ client: { create: () => undefined } }),
  addAlertWebhook: whole({ name: "Pager", url: "https://pager.example/hook" }),
  disableAlertWebhook: whole({ webhookId: "00000000-0000-4000-8000-000000000000" }),
  testAlertWebhook: whole({ webhookId: "00000000-0000-4000-8000-000000000000", rules: { hosts: [], networks: [] } }),
  readAlertDeliveries: whole(),
  deliverAlerts: whole({
    settings: { mail: null, webhooks: { hosts: [], networks: [] } },
    baseUrl: "https://w.example",
  }),
  importBundles: whole({ bundles: [{ resourceType: "Bundle" }] }),
  // Nobody listens there: the call is let in and finds no server.
  syncFeed: whole({ baseUrl: "http://127.0.0.1:9/fhir" }),
  syncDemand: whole({ baseUrl: "http://127.0.0.1:9/fhir" }),
  readPatient: whole({ baseUrl: "http://127.0.0.1:9/fhir", patientIds: ["nobody"] }),
  readDue: whole({ baseUrl: "http://127.0.0.1:9/fhir" }),
  retirePatients: whole({ patientIds: ["nobody"] }),
  findOutcomes: whole(),
  expirePastLists: whole({ days: 3_650 }),
  listAlerts: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  countAlerts: whole(),
  actOnAlert: {
    byWard: true,
    input: async (house, place) => ({ alertId: await insertTestAlert(house, place), step: { kind: "acknowledge" } }),
  },
  readAlertRules: whole(),
  previewAlertRule: { byWard: true, input: (_house, { wardId }) => ({ rule: testRule({ wardIds: [wardId] }) }) },
  saveAlertRule: { byWard: true, input: (_house, { wardId }) => ({ rule: testRule({ wardIds: [wardId] }) }) },
  sweepAlerts: whole(),
  readMonitoring: whole(),
  runMonitoring: whole(),
  answerIncident: {
    byWard: true,
    input: async (house, { wardId }) => {
      const day = "2026-03-01";
      const found = {
        modelVersion: "1.0.0",
        kind: "input-moved" as const,
        subject: randomUUID(),
        figures: {},
        p: null,
      };
      const [incident] = await house.database.transaction((tx) =>
        tx
          .insert(monitoringIncidents)
          .values({ ...found, wardId, foundOn: day, lastOn: day })
          .returning(),
      );
      return { incidentId: incident?.id, answer: "looking", note: "Asked the laboratory." };
    },
  },
  deriveDueLabels: whole(),
  rotateKeys: whole({ step: "count" }),
  setUpDemo: whole({ wards: [], accounts: [] }),
};

/** Who reads about stays whatever the ward: what was done, not the patient. */
const NAMES_ANY_STAY = ["readAudit", "exportAudit", "listBreakGlass", "reviewBreakGlass", "findPatient", "breakGlass"];

type AnyVerb = ((house: TestHouse, caller: Caller, input: unknown) => Promise<unknown>) & {
  readonly verbName: VerbName;
};
const isVerb = (value: unknown): value is AnyVerb => typeof value === "function" && "verbName" in value;

/** Every verb that lib/services exports, by the name it is exported under. */
async function findVerbs(): Promise<Map<string, AnyVerb>> {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith("test-"),
  );
  const modules: Record<string, unknown>[] = await Promise.all(
    files.map((name) => import(/* @vite-ignore */ join(import.meta.dirname, name))),
  );
  return new Map(
    modules.flatMap((module) => Object.entries(module)).filter((entry): entry is [string, AnyVerb] => isVerb(entry[1])),
  );
}

const verbs = await findVerbs();

describe("the verbs", () => {
  it("are exactly those of the access table", () => {
    expect([...new Set([...verbs.values()].map(({ verbName }) => verbName))].sort()).toEqual([...VERB_NAMES].sort());
  });

  it("each have a sample call", () => {
    expect(Object.keys(SAMPLES).sort()).toEqual([...verbs.keys()].sort());
  });
});

describe.each(testDatabases)("each role, every verb, both wards, $kind", ({ open }) => {
  let opened: TestDatabase;
  let house: TestHouse;
  const places = {} as Record<"w1" | "w2", Place>;

  beforeAll(async () => {
    if (!open) return;
    opened = await open();
    house = await openTestHouse(opened);
    for (const wardId of ["w1", "w2"] as const) {
      await store(house, readingOf(`matrix-${wardId}`, { wardId }));
      const stayId = `stay-matrix-${wardId}`;
      const [stay] = await house.database.transaction((tx) => tx.select().from(stays).where(eq(stays.id, stayId)));
      places[wardId] = { wardId, stayId, predictionId: stay?.predictionId ?? "" };
    }
  });
  afterAll(async () => opened?.close());

  /** What came of a call: let in (with its answer, or a Fault about what was asked) or refused. */
  async function attempt(name: string, role: Doer, place: Place) {
    const caller = callerOf(house, role);
    const input = await SAMPLES[name]?.input(house, place, caller);
    try {
      const output = await verbs.get(name)?.(house, caller, input);
      return { is: "allowed", answer: JSON.stringify(output) ?? "" };
    } catch (error) {
      if (!isFault(error)) throw error;
      const isRefused = error.code === "forbidden" || error.code === "unauthenticated";
      return { is: isRefused ? "forbidden" : "allowed", answer: error.message };
    }
  }

  const rows = [...verbs.keys()].flatMap((name) =>
    ([...ROLES, "client", "system"] as const).flatMap((role) =>
      (["w1", "w2"] as const).map((wardId) => ({ name, role, wardId })),
    ),
  );
  it.skipIf(!open).each(rows)("$role, $name, $wardId", async ({ name, role, wardId }) => {
    const sample = SAMPLES[name];
    const verbName = verbs.get(name)?.verbName;
    if (!sample || !verbName) throw new Error(`There is no sample call of ${name}.`);
    const reachesWard = role === "system" || wardId === "w1" || !sample.byWard;
    const came = await attempt(name, role, places[wardId]);
    expect(came.is).toBe(mayUse(role, verbName) && reachesWard ? "allowed" : "forbidden");
    // Let in or not, a person is told nothing of a patient of the other ward.
    if (role !== "system" && !NAMES_ANY_STAY.includes(name)) expect(came.answer).not.toContain(places.w2.stayId);
  });
});
