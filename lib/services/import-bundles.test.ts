import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { predictions, resources, stays, userWards, wards } from "@/lib/io/database/schema";
import { importBundles } from "@/lib/services/import-bundles";
import { readStay } from "@/lib/services/patient";
import { lastAudit } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

const operator = { system: "test" };
const now = "2026-03-10T09:00:00.000Z";

describeScoringHouse("import-bundles on a database", ({ house }) => {
  // Ten current inpatients of the demo hospital, scored by the model this project ships.
  const bundles = makeHospital({ seed: "test", now }).current.slice(0, 10);
  const entriesOf = (position: number) => (bundles[position]?.entry ?? []).map(({ resource }) => resource);
  const isPatient = ({ resource }: { readonly resource?: { readonly resourceType: string } | undefined }): boolean =>
    resource?.resourceType === "Patient";
  const patientId = String(entriesOf(0).find((resource) => resource?.resourceType === "Patient")?.id);

  beforeAll(async () => {
    house.now = new Date(now);
  });

  const counts = async () =>
    house.database.transaction(async (tx) => ({
      resources: (await tx.select({ id: resources.id }).from(resources)).length,
      stays: (await tx.select({ id: stays.id }).from(stays)).length,
      predictions: (await tx.select({ id: predictions.id }).from(predictions)).length,
    }));

  it("stores, reads and scores patients, whom their ward then sees", async () => {
    const said = await importBundles(house, operator, { bundles: [...bundles] });
    expect(said).toMatchObject({ patients: 10 });
    // Earlier stays in another hospital are kept, and nobody here is told a score for them.
    expect(said.predictions).toBeGreaterThanOrEqual(10);
    expect(said.predictions).toBeLessThan(said.stays);
    expect(await counts()).toMatchObject({
      stays: said.stays,
      predictions: said.predictions,
      resources: said.resources,
    });
    expect(await lastAudit(house)).toMatchObject({
      actorId: "system",
      verb: "import-bundles",
      outcome: "done",
      detail: said,
    });

    const userId = (house.people.nurse as { userId: string }).userId;
    await house.database.transaction(async (tx) => {
      for (const { id } of await tx.select().from(wards))
        await tx.insert(userWards).values({ userId, wardId: id }).onConflictDoNothing();
    });
    const list = await listWorklist(house, house.people.nurse, {});
    expect(list.rows).toHaveLength(10);
    expect(list.rows.every(({ patient }) => patient.synthetic && patient.familyName !== null)).toBe(true);
    for (const row of list.rows) {
      expect(row.probability === null).toBe(row.abstentionReasons.length > 0);
      const { scored } = await readStay(house, house.people.nurse, { stayId: row.stayId });
      if (!scored || scored.probability === null || scored.baseline === null) continue;
      const sum = scored.drivers.reduce((total, { contribution }) => total + contribution, scored.baseline);
      expect(Math.abs(sum - Math.log(scored.probability / (1 - scored.probability)))).toBeLessThan(1e-5);
    }
  });

  it("stores nothing twice and predicts nothing anew when the same comes again, also in parts", async () => {
    const before = await counts();
    expect(await importBundles(house, operator, { bundles: [...bundles] })).toMatchObject({
      resources: 0,
      predictions: 0,
    });
    const part = { resourceType: "Bundle", type: "collection", entry: (bundles[0]?.entry ?? []).filter(isPatient) };
    expect(await importBundles(house, operator, { bundles: [part] })).toMatchObject({ resources: 0, predictions: 0 });
    expect(await counts()).toEqual(before);
  });

  it("keeps the old prediction beside the new one when the record changes", async () => {
    const encounter = entriesOf(0).find(
      (resource) => resource?.resourceType === "Encounter" && resource.status === "in-progress",
    );
    const patient = (bundles[0]?.entry ?? []).find(isPatient);
    const condition = {
      resourceType: "Condition",
      id: "new-condition",
      subject: { reference: `Patient/${patientId}` },
      encounter: { reference: `Encounter/${encounter?.id}` },
      code: { coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: "E11.9" }, { code: "I50.9" }] },
      recordedDate: "2026-03-10",
    };
    const bundle = {
      resourceType: "Bundle",
      type: "collection",
      entry: [patient, { resource: condition }],
    };
    const of = (tx: Parameters<Parameters<typeof house.database.transaction>[0]>[0]) =>
      tx.select().from(predictions).where(eq(predictions.patientId, patientId));
    const before = await house.database.transaction(of);
    const said = await importBundles(house, operator, { bundles: [bundle] });
    expect(said.resources).toBe(1);
    expect(said.predictions).toBeGreaterThan(0);
    const after = await house.database.transaction(of);
    expect(after.filter(({ id }) => before.some((old) => old.id === id))).toEqual(before);
    expect(after.length).toBe(before.length + said.predictions);
  });

  it("stores all of a batch or nothing, and names the Bundle that is wrong", async () => {
    const before = await counts();
    const two = {
      resourceType: "Bundle",
      entry: [{ resource: { resourceType: "Patient", id: "a" } }, { resource: { resourceType: "Patient", id: "b" } }],
    };
    const fresh = { resourceType: "Bundle", entry: [{ resource: { resourceType: "Patient", id: "fresh" } }] };
    for (const [bad, words] of [
      [two, "Bundle 2 holds 2 patients"],
      [{ resourceType: "Patient" }, "Item 2 is not a FHIR Bundle"],
      [{ resourceType: "Bundle" }, "Bundle 2 holds 0 patients"],
      ["text", "Item 2 is not a FHIR Bundle"],
    ] as const) {
      await expect(importBundles(house, operator, { bundles: [fresh, bad] })).rejects.toThrow(words);
      expect(await lastAudit(house)).toMatchObject({ outcome: "refused", detail: { code: "bad-input" } });
    }
    expect(await counts()).toEqual(before);
  });

  it("is not for people: nobody signed in may import", async () => {
    for (const person of Object.values(house.people))
      await expect(importBundles(house, person, { bundles: [bundles[0]] })).rejects.toMatchObject({
        code: "forbidden",
      });
  });

  it("takes the same patient from two imports at once", async () => {
    const before = await counts();
    await Promise.all([1, 2, 3].map(() => importBundles(house, operator, { bundles: [...bundles].reverse() })));
    expect(await counts()).toEqual(before);
  });

  it("keeps, of who has left, operations with their times beside what a driver opens onto", async () => {
    const { past } = makeHospital({ seed: "test", now, pastDays: 30 });
    const timed = ({ resource }: { readonly resource?: { readonly resourceType: string } | undefined }) =>
      resource !== undefined && "performedPeriod" in resource;
    const bundle = [...past].find(({ entry }) => entry?.some(timed));
    const operation = bundle?.entry?.find(timed)?.resource;
    const sent = bundle?.entry?.length ?? 0;
    const said = await importBundles(house, operator, { bundles: [bundle], keep: "cited", past: "complete" });
    expect(said.resources).toBeLessThan(sent);
    const kept = await house.database.transaction((tx) =>
      tx
        .select()
        .from(resources)
        .where(eq(resources.id, operation?.id ?? "")),
    );
    expect(kept.map(({ type }) => type)).toEqual(["Procedure"]);
  });

  it("stores resources unreadable without the key", async () => {
    const rows = await house.database.transaction((tx) =>
      tx.select({ body: resources.body }).from(resources).limit(50),
    );
    for (const { body } of rows) expect(Buffer.from(body).toString("latin1")).not.toContain("resourceType");
  });
});
