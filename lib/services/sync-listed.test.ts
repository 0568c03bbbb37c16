import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { and, eq, isNull } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { patientIdOf } from "@/lib/core/feed/feed-queries";
import { type FhirResource, node } from "@/lib/core/fhir/resource";
import { patients, resources, stays } from "@/lib/io/database/schema";
import { startTestFhirServer, type TestFhirServer } from "@/lib/io/test-fhir-server";
import { importBulk } from "@/lib/services/import-bulk";
import { readDue } from "@/lib/services/read-due-patients";
import { syncFeed } from "@/lib/services/sync-feed";
import { askForTasks } from "@/lib/services/tasks";
import { describeScoringHouse } from "@/lib/services/test-suite";

const operator = { system: "test" };
const NOW = "2026-03-10T09:00:00.000Z";
const hospital = makeHospital({ seed: "test", now: NOW, pastDays: 0 }).current.slice(0, 4);
/** The Encounter of each patient's stay that goes on. */
const current = hospital.map(({ entry = [] }) => {
  const found = entry.find(
    ({ resource }) => resource?.resourceType === "Encounter" && resource.status === "in-progress",
  );
  return found?.resource as never as FhirResource;
});

describeScoringHouse("who is listed at the source", ({ house }) => {
  let server: TestFhirServer;

  beforeEach(async () => {
    house.now = new Date(NOW);
    server = await startTestFhirServer(hospital);
    Object.assign(house, { fhir: { baseUrl: server.baseUrl, signIn: null, inpatientClasses: ["STAT"] } });
    return () => server.close();
  });

  const inHospital = async () =>
    (
      await house.database.transaction((tx) =>
        tx
          .select({ id: stays.id })
          .from(stays)
          .where(and(eq(stays.isCurrent, true), isNull(stays.goneAt))),
      )
    )
      .map(({ id }) => id)
      .sort();

  const sync = () => syncFeed(house, operator, { baseUrl: server.baseUrl, past: "complete" });
  const at = (time: string): void => {
    house.now = new Date(`2026-03-10T${time}:00.000Z`);
  };
  const all = current.map(({ id }) => String(id)).sort();
  const idOf = (encounter: FhirResource | undefined) => patientIdOf(encounter ?? {}) ?? "";

  it("is whoever is in a bed, whatever the class and status of their stay, also by a class of the site's own", async () => {
    const [acute, leave, own] = current.map((encounter) => ({ ...encounter, class: { ...node(encounter.class) } }));
    if (!acute || !leave || !own) throw new Error("the hospital is empty");
    server.put({ ...acute, class: { ...acute.class, code: "ACUTE" } }, NOW);
    server.put({ ...leave, status: "onleave" }, NOW);
    server.put({ ...own, class: { system: "https://ehr.example/classes", code: "STAT" } }, NOW);
    expect(await sync()).toMatchObject({ patients: 4, failing: 0 });
    expect(await inHospital()).toEqual(all);
  });

  it("is back with the next reading where the source had lost them for a moment between two", async () => {
    server.behave({ hasLastUpdated: true });
    at("11:00");
    await sync();
    at("11:01");
    const one = idOf(current[0]);
    server.behave({ hasLastUpdated: true, instead: (path) => (path.startsWith(`Patient/${one}`) ? 404 : null) });
    await house.database.transaction((tx) => askForTasks(tx, "read-patient", { keys: [one], now: house.now }));
    expect(await readDue(house, operator, { baseUrl: server.baseUrl, past: "complete" })).toMatchObject({ gone: 1 });
    expect(await inHospital()).toEqual(all.filter((id) => id !== current[0]?.id));
    server.behave({ hasLastUpdated: true });
    at("11:05");
    expect(await sync()).toMatchObject({ failing: 0, notFound: 0 });
    expect(await inHospital()).toEqual(all);
  });

  it("stands as it was read where an older file comes, is no younger for it, and is read from the beginning again", async () => {
    const [encounter] = current;
    const one = idOf(encounter);
    const newest = new Date(Date.now() + 60_000).toISOString();
    server.behave({ hasLastUpdated: true });
    server.put({ ...encounter, status: "onleave" } as FhirResource, newest);
    at("13:00");
    await sync();
    const record = async () => {
      const [row] = await house.database.transaction((tx) => tx.select().from(patients).where(eq(patients.id, one)));
      const body = await house.database.transaction((tx) =>
        tx
          .select({ body: resources.body })
          .from(resources)
          .where(and(eq(resources.type, "Encounter"), eq(resources.id, String(encounter?.id)))),
      );
      const entry = body.map((found) => house.vault.open(found.body, `resources/${one}/Encounter/${encounter?.id}`));
      return { asOf: row?.updatedAt.toISOString(), readAt: row?.readAt?.toISOString(), entry: entry[0] };
    };
    const before = await record();
    expect(before).toMatchObject({
      ...{ asOf: "2026-03-10T13:00:00.000Z", readAt: "2026-03-10T13:00:00.000Z" },
      entry: { resource: { status: "onleave" } },
    });
    at("13:01");
    const own = (hospital[0]?.entry ?? []).flatMap(({ resource }) => (resource ? [resource as object] : []));
    const older = own.map((resource) => ({ ...resource, meta: { lastUpdated: "2026-03-10T02:00:00Z" } }));
    const fresh = { resourceType: "Patient", id: "only-in-the-file", meta: { lastUpdated: "2026-03-10T02:00:00Z" } };
    const path = join(house.dataDirectory, "older.ndjson");
    writeFileSync(path, [...older, fresh].map((resource) => JSON.stringify(resource)).join("\n"));
    utimesSync(path, new Date("2026-03-10T02:00:00Z"), new Date("2026-03-10T02:00:00Z"));
    expect(await importBulk(house, operator, { path })).toMatchObject({ state: "done", patients: 2 });
    expect(await record()).toEqual({ ...before, readAt: undefined });
    const [added] = await house.database.transaction((tx) =>
      tx.select().from(patients).where(eq(patients.id, "only-in-the-file")),
    );
    expect(added?.updatedAt.toISOString()).toBe("2026-03-10T02:00:00.000Z");
    at("13:05");
    server.asked.length = 0;
    await sync();
    const asked = server.asked.filter((path) => path.startsWith("Condition?"));
    const isWhole = (path: string) => !path.includes("_lastUpdated");
    expect(asked.filter(isWhole)).toEqual([expect.stringContaining(`patient=${one}`)]);
    expect(asked).toHaveLength(4);
    expect(await record()).toMatchObject({ asOf: "2026-03-10T13:05:00.000Z", readAt: "2026-03-10T13:05:00.000Z" });
  });

  it("is by a class of the site's own in an imported file as well", async () => {
    const encounter = {
      ...{ resourceType: "Encounter", id: "own-class", status: "in-progress", class: { code: "STAT" } },
      ...{ subject: { reference: "Patient/of-a-file" }, period: { start: "2026-03-10T08:00:00Z" } },
    };
    const path = join(house.dataDirectory, "own.ndjson");
    writeFileSync(
      path,
      `${JSON.stringify({ resourceType: "Patient", id: "of-a-file" })}\n${JSON.stringify(encounter)}`,
    );
    await importBulk(house, operator, { path });
    expect(await inHospital()).toEqual([...all, "own-class"].sort());
  });
});
