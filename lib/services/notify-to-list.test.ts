import { afterAll, beforeAll, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { readNotification } from "@/lib/core/feed/notification";
import { type FhirResource, node, nodes, text } from "@/lib/core/fhir/resource";
import { userWards } from "@/lib/io/database/schema";
import { openFhirClient } from "@/lib/io/fhir-client";
import { startTestFhirServer, type TestFhirServer } from "@/lib/io/test-fhir-server";
import { followChanges } from "@/lib/services/follow-changes";
import { importBundles } from "@/lib/services/import-bundles";
import { keepFeed } from "@/lib/services/keep-feed";
import { receiveNotification } from "@/lib/services/receive-notification";
import type { RunningHouse } from "@/lib/services/running-house";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

const NOW = "2026-03-10T09:00:00.000Z";
const hospital = makeHospital({ seed: "notify", now: NOW, pastDays: 0 });

describeScoringHouse("from a notification to the open list", ({ house }) => {
  let server: TestFhirServer;
  let feed: { close(): Promise<void> };

  beforeAll(async () => {
    server = await startTestFhirServer(hospital.current);
    house.now = new Date(NOW);
    const bundles = hospital.current;
    for (let from = 0; from < bundles.length; from += 10)
      await importBundles(house, { system: "test" }, { bundles: bundles.slice(from, from + 10), past: "complete" });
    const environment = { isDemo: false, fhirBaseUrl: server.baseUrl, fhirSignIn: null };
    feed = keepFeed(Object.assign(house, { environment }) as unknown as RunningHouse);
  });
  afterAll(async () => {
    await feed?.close();
    await house?.changeFeed.close();
    await server?.close();
  });

  it("takes less than five seconds: told, read again, scored, listed", async () => {
    const { rows } = await house.database.transaction((tx) =>
      tx.execute<{ id: string; stay: string; ward: string }>(
        "select s.patient_id as id, s.id as stay, s.ward_id as ward from stays s join predictions p on p.id = s.prediction_id where s.is_current and p.probability is not null order by s.id limit 1",
      ),
    );
    const [first] = rows;
    if (first === undefined) throw new Error("nobody has a score");
    const { userId } = house.people.nurse;
    await house.database.transaction((tx) => tx.insert(userWards).values({ userId, wardId: first.ward }));
    const score = async (): Promise<string | null> => {
      const list = await listWorklist(house, house.people.nurse, {});
      return list.rows.find(({ stayId }) => stayId === first.stay)?.predictionId ?? null;
    };
    const before = await score();
    const stream = await followChanges(house, house.people.nurse, {});
    const iterator = stream.batches[Symbol.asyncIterator]();
    await iterator.next();

    const own = hospital.current
      .flatMap(({ entry = [] }) =>
        entry.flatMap(({ resource }) => (resource ? [resource as unknown as FhirResource] : [])),
      )
      .filter((one) => text(node(one.subject).reference) === `Patient/${first.id}`);
    const encounter = own.find((one) => one.resourceType === "Encounter" && one.status === "in-progress");
    const condition = own.find(({ resourceType }) => resourceType === "Condition");
    if (!encounter || !condition) throw new Error("the patient has no record");
    const heart = [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: "I50.9" }];
    const told = {
      ...condition,
      id: "new-heart-failure",
      code: { coding: heart },
      encounter: { reference: `Encounter/${encounter.id}` },
    };
    server.put(told, NOW);
    house.now = new Date(Date.parse(NOW) + 60_000);
    const began = performance.now();
    const { patientIds, references, ...rest } = readNotification(told, null);
    const lists = { patientIds: [...patientIds], references: [...references] };
    const client = openFhirClient({ baseUrl: server.baseUrl });
    await receiveNotification(house, house.program, { ...lists, ...rest, client });
    for (let seen = false; !seen; ) {
      const { value, done } = await iterator.next();
      if (done) throw new Error("the stream ended");
      seen = nodes([...value.events]).some(({ kind }) => kind === "prediction");
    }
    const after = await score();
    const milliseconds = performance.now() - began;
    console.info(`notify to list: ${Math.round(milliseconds)} ms`);
    expect(after).not.toBe(before);
    expect(milliseconds).toBeLessThan(5_000);
    stream.close();
  });
});
