import { and, eq, isNull, sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { type FhirResource, node } from "@/lib/core/fhir/resource";
import { connectionStates, tasks } from "@/lib/io/database/connection-schema";
import {
  outcomes,
  patientSearch,
  patients,
  predictions,
  resources,
  stays,
  userWards,
  viewings,
  wards,
} from "@/lib/io/database/schema";
import { startTestFhirServer, type TestFhirServer } from "@/lib/io/test-fhir-server";
import { readStay } from "@/lib/services/patient";
import { readPatient } from "@/lib/services/read-patients";
import { syncFeed } from "@/lib/services/sync-feed";
import { askForTasks } from "@/lib/services/tasks";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

/** Everything a reading leaves behind. */
const KEPT = [viewings, outcomes, resources, predictions, stays, patientSearch, patients, tasks, connectionStates];
const operator = { system: "test" };
const NOW = "2026-03-10T09:00:00.000Z";
const PATIENTS = 12;
const hospital = makeHospital({ seed: "test", now: NOW, pastDays: 0 }).current.slice(0, PATIENTS);
const own = hospital.map(({ entry = [] }) =>
  entry.flatMap(({ resource }) => (resource ? [resource as never as FhirResource] : [])),
);
const idOf = (index: number): string => String(own[index]?.find(({ resourceType }) => resourceType === "Patient")?.id);
const everybody = own.map((_, index) => idOf(index));
const read = new Set(["Patient", "Encounter", "Condition", "Observation", "MedicationRequest", "Procedure"]);
const isLab = (one: FhirResource) =>
  one.resourceType !== "Observation" || JSON.stringify(one.category).includes("laboratory");

const coverOf = (patientId: string): FhirResource => ({
  ...{ resourceType: "Coverage", id: "cover-1", status: "active", type: { text: "Medicare" } },
  beneficiary: { reference: `Patient/${patientId}` },
});

describeScoringHouse("reading a server that is not well", ({ house }) => {
  let server: TestFhirServer;

  /** Nothing was ever read, of a new server: what one test marks must not be another's. */
  beforeEach(async () => {
    await inTx(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      for (const table of KEPT) await tx.delete(table);
    });
    house.now = new Date(NOW);
    server = await startTestFhirServer(hospital);
    const patience = { wait: async () => undefined, retries: 4 };
    Object.assign(house, { fhir: { baseUrl: server.baseUrl, signIn: null, patience } });
    return () => server.close();
  });

  const sync = () => syncFeed(house, operator, { baseUrl: server.baseUrl, past: "complete" });
  const at = (time: string): void => {
    house.now = new Date(`2026-03-10T${time}:00.000Z`);
  };
  const inTx = <T>(work: Parameters<typeof house.database.transaction<T>>[0]) => house.database.transaction(work);
  /** Nurse of every ward there is. */
  const list = async () => {
    await inTx(async (tx) => {
      const userId = house.people.nurse.userId;
      for (const { id } of await tx.select().from(wards))
        await tx.insert(userWards).values({ userId, wardId: id }).onConflictDoNothing();
    });
    return listWorklist(house, house.people.nurse, {});
  };
  const marked = async () => {
    const { rows, dataAsOf, unreadPatients } = await list();
    const of = await inTx((tx) => tx.select({ id: stays.id, patientId: stays.patientId }).from(stays));
    const patientOf = new Map(of.map(({ id, patientId }) => [id, patientId]));
    const marks = rows.flatMap((row) => (row.notReadSince ? [[patientOf.get(row.stayId), row.notReadSince]] : []));
    return { rows: rows.length, dataAsOf, unreadPatients, marks };
  };
  const stored = async () =>
    (
      await inTx((tx) =>
        tx.select({ type: resources.type, id: resources.id, patientId: resources.patientId }).from(resources),
      )
    )
      .filter(({ type }) => read.has(type))
      .map(({ type, id, patientId }) => `${patientId} ${type}/${id}`)
      .sort();
  const whole = own
    .flatMap((some, index) =>
      some
        .filter((one) => read.has(one.resourceType) && isLab(one))
        .map((one) => `${idOf(index)} ${one.resourceType}/${one.id}`),
    )
    .sort();

  it("gets everything from one that sends ten at a time and fails one time in five", async () => {
    // SLOW_SERVER_MS=2000 makes each answer take two seconds, which is too long for every day.
    const delayMs = Number(process.env.SLOW_SERVER_MS ?? 2);
    server.behave({ pageSize: 10, failsOneIn: 5, seed: 7, delayMs, retryAfter: "1" });
    let said = await sync();
    expect(server.failed()).toBeGreaterThan(20);
    // Five tries of one request in a row can all fail: that patient is read the next time, and called unread until then.
    for (let minute = 1; said?.failing !== 0 && minute < 9; minute++) {
      expect((await marked()).unreadPatients).toBe(said?.failing);
      at(`09:0${minute}`);
      said = await sync();
    }
    expect(said).toMatchObject({ failing: 0, setAside: 0, notFound: 0 });
    expect(await stored()).toEqual(whole);
    const now = house.now.toISOString();
    expect(await marked()).toEqual({ rows: PATIENTS, dataAsOf: now, unreadPatients: 0, marks: [] });
    expect(await inTx((tx) => tx.$count(tasks))).toBe(0);
  });

  it("reads who pays, for checks of fairness; a source that refuses that loses nothing else", async () => {
    const cover = async () =>
      (await inTx((tx) => tx.select({ id: resources.id }).from(resources).where(eq(resources.type, "Coverage"))))
        .length;
    const [insured = ""] = everybody;
    server.put(coverOf(insured), NOW);
    const searches = () => server.asked.filter((path) => path.includes("Coverage")).length;
    // One that does not say that it has Coverage is not asked.
    await sync();
    expect([await cover(), searches()]).toEqual([0, 0]);
    await server.close();
    server = await startTestFhirServer(hospital);
    Object.assign(house, {
      fhir: { baseUrl: server.baseUrl, signIn: null, patience: { wait: async () => undefined } },
    });
    server.put(coverOf(insured), NOW);
    server.behave({ hasCover: true, instead: (path) => (path.startsWith("Coverage") ? 403 : null) });
    at("09:05");
    expect(await sync()).toMatchObject({ failing: 0, setAside: 0 });
    expect(await stored()).toEqual(whole);
    const refused = searches();
    expect(refused).toBeGreaterThan(0);
    at("10:30");
    await sync();
    expect([await cover(), searches()]).toEqual([0, refused]);
  });

  it("keeps who pays with the patient", async () => {
    const [insured = ""] = everybody;
    server.behave({ hasCover: true });
    server.put(coverOf(insured), NOW);
    expect(await sync()).toMatchObject({ failing: 0 });
    const kept = await inTx((tx) =>
      tx.select({ patientId: resources.patientId }).from(resources).where(eq(resources.type, "Coverage")),
    );
    expect(kept).toEqual([{ patientId: insured }]);
    expect(await stored()).toEqual(whole);
  });

  it("marks who could not be re-read, since when, on the list and the patient's page, until they are", async () => {
    await sync();
    at("09:05");
    const [unlucky = ""] = everybody;
    server.behave({
      instead: (path) => (path.startsWith("Condition") && path.includes(`patient=${unlucky}&`) ? 500 : null),
    });
    expect(await sync()).toMatchObject({ patients: PATIENTS - 1, failing: 1 });
    const five = "2026-03-10T09:05:00.000Z";
    expect(await marked()).toEqual({ rows: PATIENTS, dataAsOf: five, unreadPatients: 0, marks: [[unlucky, NOW]] });
    const [stay] = await inTx((tx) =>
      tx
        .select()
        .from(stays)
        .where(and(eq(stays.patientId, unlucky), eq(stays.isCurrent, true))),
    );
    const page = await readStay(house, house.people.nurse, { stayId: stay?.id ?? "" });
    expect(page).toMatchObject({ readAt: NOW, notReadSince: NOW });
    const [state] = await inTx((tx) => tx.select().from(connectionStates).where(eq(connectionStates.name, "fhir")));
    expect(state).toMatchObject({ errorCode: "some-failed", counts: { asked: PATIENTS, failing: 1 } });
    at("09:06");
    server.behave({});
    // Asked for by a notification, say.
    expect(await readPatient(house, operator, { baseUrl: server.baseUrl, patientIds: [unlucky] })).toMatchObject({
      done: [unlucky],
    });
    expect((await marked()).marks).toEqual([]);
    at("09:10");
    expect(await sync()).toMatchObject({ failing: 0 });
  });

  it("calls nothing current of one that says it has more than it sends, and counts whom it never got", async () => {
    const [unlucky = ""] = everybody;
    const lying = (path: string) => path.includes(`patient=${unlucky}`);
    server.behave({ total: (found) => (lying(server.asked.at(-1) ?? "") ? found + 1 : found) });
    expect(await sync()).toMatchObject({ patients: PATIENTS - 1, failing: 1 });
    const [task] = await inTx((tx) => tx.select().from(tasks));
    expect(task).toMatchObject({ key: unlucky, errorCode: "incomplete" });
    expect(await marked()).toMatchObject({ rows: PATIENTS - 1, unreadPatients: 1, marks: [] });
    server.behave({ total: (found) => found + 1 });
    at("09:05");
    await expect(sync()).rejects.toThrow("lists fewer inpatients than it says");
    expect((await marked()).dataAsOf).toBe(NOW);
  });

  it("follows no page to another host, and stays as old as it was", async () => {
    await sync();
    at("09:05");
    server.behave({ pageSize: 5, nextOrigin: "http://127.0.0.2:9" });
    await expect(sync()).rejects.toThrow("next page is on another server");
    expect(await marked()).toEqual({ rows: PATIENTS, dataAsOf: NOW, unreadPatients: 0, marks: [] });
  });

  it("leaves alone one that only fails, says so, and goes on where it was when it is back", async () => {
    await sync();
    at("09:05");
    server.behave({ instead: (path) => (path.startsWith("Encounter?status") || path === "metadata" ? null : 503) });
    await expect(sync()).rejects.toMatchObject({ code: "busy" });
    const asked = server.asked.length;
    await expect(sync()).rejects.toMatchObject({ code: "busy" });
    expect(server.asked.length).toBe(asked);
    expect(await marked()).toMatchObject({ dataAsOf: NOW, marks: [] });
    const [state] = await inTx((tx) => tx.select().from(connectionStates).where(eq(connectionStates.name, "fhir")));
    expect(state?.pausedUntil?.getTime()).toBeGreaterThan(house.now.getTime());
    server.behave({});
    at("09:10");
    expect(await sync()).toMatchObject({ patients: PATIENTS, failing: 0 });
    expect((await marked()).dataAsOf).toBe("2026-03-10T09:10:00.000Z");
  });

  it("asks only for what changed, by the server's clock, and for everything now and then", async () => {
    server.behave({ hasLastUpdated: true });
    await sync();
    const [first = ""] = everybody;
    const condition = own
      .flat()
      .find((one) => one.resourceType === "Condition" && String(node(one.subject).reference).endsWith(first));
    if (condition === undefined) throw new Error("the patient has no condition");
    at("09:05");
    server.asked.length = 0;
    server.put({ ...condition, id: "new-condition" }, new Date().toISOString());
    expect(await sync()).toMatchObject({ patients: PATIENTS, resources: 1, failing: 0 });
    expect(
      server.asked.filter((path) => path.startsWith("Observation")).every((path) => path.includes("_lastUpdated=ge")),
    ).toBe(true);
    expect(await stored()).toEqual([...whole, `${first} Condition/new-condition`].sort());
    // Deleted at the source: an incremental reading cannot see it, the next of everything does.
    server.remove("Condition/new-condition");
    at("09:10");
    await sync();
    expect(await stored()).toContain(`${first} Condition/new-condition`);
    at("10:05");
    await sync();
    expect(await stored()).toEqual(whole);
  });

  it("reads by $everything where that is offered, and by searches where it is refused all the same", async () => {
    server.behave({ hasEverything: true, pageSize: 10 });
    await sync();
    expect(await stored()).toEqual(whole);
    expect(server.asked.some((path) => path.startsWith("Observation?"))).toBe(false);
    server.behave({ hasEverything: true, instead: (path) => (path.includes("$everything") ? 403 : null) });
    at("10:05");
    expect(await sync()).toMatchObject({ patients: PATIENTS, resources: 0, failing: 0 });
  });

  it("takes off the list whom the source no longer has, but not everybody at once", async () => {
    await sync();
    const [gone = ""] = everybody;
    for (const one of own[everybody.indexOf(gone)] ?? []) server.remove(`${one.resourceType}/${one.id}`);
    at("09:05");
    expect(await sync()).toMatchObject({ notFound: 1, failing: 0 });
    expect((await marked()).rows).toBe(PATIENTS - 1);
    expect((await stored()).some((key) => key.startsWith(`${gone} `))).toBe(false);
    for (const id of everybody.slice(1, 8)) server.remove(`Patient/${id}`);
    at("09:10");
    expect(await sync()).toMatchObject({ notFound: 0, failing: 7 });
    const still = await inTx((tx) => tx.select().from(stays).where(isNull(stays.goneAt)));
    expect(still.filter(({ isCurrent }) => isCurrent)).toHaveLength(PATIENTS - 1);
    expect((await marked()).marks).toHaveLength(7);
  });

  it("stores nothing of another patient than was asked for", async () => {
    const [one = "", other = ""] = everybody;
    // Asked for one, the server sends the other.
    server.put({ resourceType: "Patient", id: other }, NOW, `Patient/${one}`);
    expect(await sync()).toMatchObject({ patients: PATIENTS - 1, failing: 1 });
    const [task] = await inTx((tx) => tx.select().from(tasks));
    expect(task).toMatchObject({ key: one, errorCode: "wrong-patient" });
    expect(await inTx((tx) => tx.$count(patients, eq(patients.id, one)))).toBe(0);
  });

  it("goes on with what was asked for before and not done", async () => {
    await inTx((tx) => askForTasks(tx, "read-patient", { keys: everybody.slice(0, 3), now: house.now }));
    expect(await sync()).toMatchObject({ patients: PATIENTS });
    expect(await inTx((tx) => tx.$count(tasks))).toBe(0);
  });
});
