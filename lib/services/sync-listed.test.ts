import { and, eq, isNull } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { type FhirResource, node } from "@/lib/core/fhir/resource";
import { stays } from "@/lib/io/database/schema";
import { startTestFhirServer, type TestFhirServer } from "@/lib/io/test-fhir-server";
import { syncFeed } from "@/lib/services/sync-feed";
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

  it("is whoever is in a bed, whatever the class and status of their stay, also by a class of the site's own", async () => {
    const [acute, leave, own] = current.map((encounter) => ({ ...encounter, class: { ...node(encounter.class) } }));
    if (!acute || !leave || !own) throw new Error("the hospital is empty");
    server.put({ ...acute, class: { ...acute.class, code: "ACUTE" } }, NOW);
    server.put({ ...leave, status: "onleave" }, NOW);
    server.put({ ...own, class: { system: "https://ehr.example/classes", code: "STAT", display: "Inpatient" } }, NOW);
    const { baseUrl } = server;
    expect(await syncFeed(house, operator, { baseUrl, past: "complete" })).toMatchObject({ patients: 4, failing: 0 });
    expect(await inHospital()).toEqual(current.map(({ id }) => String(id)).sort());
  });
});
