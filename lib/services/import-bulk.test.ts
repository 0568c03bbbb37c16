import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import type { FhirResource } from "@/lib/core/fhir/resource";
import { withShared } from "@/lib/core/fhir/with-shared";
import { bulkJobs } from "@/lib/io/database/connection-schema";
import { audit, outcomes, patients, predictions, resources, stays } from "@/lib/io/database/schema";
import type { TestDatabase } from "@/lib/io/database/test-database";
import { readPatients } from "@/lib/io/fhir-files";
import { importBulk } from "@/lib/services/import-bulk";
import { importBundles } from "@/lib/services/import-bundles";
import { lastAudit, openTestHouse, type TestHouse } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

const operator = { system: "test" };
const now = "2026-03-10T09:00:00.000Z";
const scratch = mkdtempSync(join(tmpdir(), "wardlight-bulk-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

// Current inpatients of the demo hospital, as a Bulk Export leaves them: a file for each type, in any order.
const hospital = makeHospital({ seed: "bulk", now }).current.slice(0, 12);
const all = hospital.flatMap(({ entry }) => (entry ?? []).map(({ resource }) => resource as unknown as FhirResource));
const byId = new Map(all.map((resource) => [`${resource.resourceType}/${resource.id}`, resource]));

function writeExport(name: string, found: Iterable<FhirResource>): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const byType = new Map<string, FhirResource[]>();
  for (const one of found) byType.set(one.resourceType, [...(byType.get(one.resourceType) ?? []), one]);
  for (const [type, some] of byType) {
    const text = some.map((resource) => `${JSON.stringify(resource)}\n`).join("");
    // Half of them compressed, none of them named by anything that matters.
    if (type < "M") writeFileSync(join(folder, `${type}.000.ndjson`), text);
    else writeFileSync(join(folder, `${type}.ndjson.gz`), gzipSync(text));
  }
  return folder;
}

const whole = writeExport("whole", byId.values());

describeScoringHouse("import-bulk on a database", ({ house, model, openAnother }) => {
  const others: TestDatabase[] = [];

  async function openOne(): Promise<TestHouse> {
    const one = await openAnother();
    others.push(one);
    return Object.assign(await openTestHouse(one, model), { now: new Date(now) });
  }

  beforeAll(async () => {
    house.now = new Date(now);
  });
  afterAll(async () => {
    for (const one of others) await one.close();
  });

  /** Everything that was worked out, without what is random: ids of predictions, and fingerprints, whose key is the database's own. */
  const stored = async ({ database, vault }: TestHouse) =>
    database.transaction(async (tx) => {
      const sort = <T>(rows: T[]): T[] => rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
      const kept = await tx.select().from(resources).orderBy(resources.patientId, resources.seq);
      return {
        patients: sort(await tx.select({ id: patients.id }).from(patients)),
        stays: sort((await tx.select().from(stays)).map(({ predictionId, ...rest }) => [predictionId !== null, rest])),
        predictions: sort((await tx.select().from(predictions)).map(({ id: _, fingerprint: __, ...rest }) => rest)),
        outcomes: sort(await tx.select().from(outcomes)),
        resources: kept.map(({ patientId, type, id, body }) => [
          patientId,
          vault.open(body, `resources/${patientId}/${type}/${id}`),
        ]),
        fingerprints: new Set(
          kept.map(({ patientId, type, id, fingerprint }) => `${patientId} ${type}/${id} ${fingerprint}`),
        ),
      };
    });

  it("stores exactly what the same sent as Bundles would have been stored as", async () => {
    const other = await openOne();
    for await (const { entries, shared } of readPatients(whole, () => expect.unreachable()))
      await importBundles(other, operator, {
        bundles: [{ resourceType: "Bundle", entry: withShared(entries, shared) }],
      });
    const said = await importBulk(house, operator, { path: whole });
    const { fingerprints: _, ...a } = await stored(other);
    const { fingerprints: __, ...b } = await stored(house);
    expect(b).toEqual(a);
    expect(said).toMatchObject({
      state: "done",
      patients: 12,
      stays: a.stays.length,
      predictions: a.predictions.length,
    });
    expect(said.resources).toBe(a.resources.length);
    expect(said.predictions).toBeGreaterThanOrEqual(12);
    expect(await lastAudit(house)).toMatchObject({
      actorId: "system",
      verb: "import-bulk",
      outcome: "done",
      target: { jobId: said.jobId },
      detail: { patients: 12 },
    });
    const [job] = await house.database.transaction((tx) =>
      tx.select().from(bulkJobs).where(eq(bulkJobs.id, said.jobId)),
    );
    expect(job).toMatchObject({ state: "done", kind: "folder", errorCode: null, counts: { patients: 12 } });
    expect(job?.finishedAt).not.toBeNull();
  });

  it("stores nothing twice and predicts nothing anew when the same comes again, also as Bundles", async () => {
    const before = await stored(house);
    expect(await importBulk(house, operator, { path: whole })).toMatchObject({
      patients: 12,
      resources: 0,
      predictions: 0,
    });
    for await (const { entries, shared } of readPatients(whole, () => expect.unreachable()))
      expect(
        await importBundles(house, operator, {
          bundles: [{ resourceType: "Bundle", entry: withShared(entries, shared) }],
        }),
      ).toMatchObject({ resources: 0, predictions: 0 });
    const after = await stored(house);
    // Who somebody is was written again: the same, sealed anew.
    expect(after).toEqual(before);
    expect(after.fingerprints).toEqual(before.fingerprints);
  });

  it("puts what comes alone together with what is stored", async () => {
    const encounter = all.find(
      (one) => one.resourceType === "Encounter" && one.status === "in-progress",
    ) as FhirResource;
    const condition = {
      resourceType: "Condition",
      id: "bulk-new-condition",
      subject: encounter.subject,
      encounter: { reference: `Encounter/${encounter.id}` },
      code: { coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: "I50.9" }] },
      recordedDate: "2026-03-10",
    };
    const said = await importBulk(house, operator, { path: writeExport("one", [condition]) });
    expect(said).toMatchObject({ state: "done", patients: 1, resources: 1 });
    expect(said.predictions).toBeGreaterThan(0);
  });

  it("says which line cannot be read, by file and number and without what it says, and keeps the rest", async () => {
    const other = await openOne();
    const folder = writeExport("bad", byId.values());
    const observations = all.filter(({ resourceType }) => resourceType === "Observation");
    const hurt = JSON.stringify(observations[3]);
    const lines = [...new Set(observations.map((one) => JSON.stringify(one)))];
    lines[3] = hurt.slice(0, -20);
    lines.splice(7, 0, "no json at all");
    writeFileSync(join(folder, "Observation.ndjson.gz"), gzipSync(lines.join("\n")));
    const said: string[] = [];
    const outcome = await importBulk(other, operator, { path: folder }, ({ complaint }) => {
      if (complaint !== undefined) said.push(String(complaint));
    });
    expect(said.slice(0, 2)).toEqual([
      "Observation.ndjson.gz, line 4: this is not complete JSON.",
      "Observation.ndjson.gz, line 8: this is not complete JSON.",
    ]);
    expect(said.join(" ")).not.toContain("no json at all");
    expect(outcome).toMatchObject({ state: "partial", patients: 12, badLines: 2 });
    const a = await stored(house);
    const b = await stored(other);
    // All but that line, and the condition of before.
    expect(b.resources).toHaveLength(a.resources.length - 2);
    const patientId = hurt.match(/"reference":"Patient\/([^"]+)"/)?.[1] ?? "";
    const [about] = await other.database.transaction((tx) =>
      tx.select().from(predictions).where(eq(predictions.patientId, patientId)),
    );
    expect(about?.scored.issues.map(({ code }) => code)).toContain("line-unreadable");
  });

  it("leaves out whom no Patient resource was ever sent of, and says how many", async () => {
    const alone = { resourceType: "Condition", id: "c-nobody", subject: { reference: "Patient/never-sent" } };
    const said = await importBulk(house, operator, { path: writeExport("nobody", [alone]) });
    expect(said).toMatchObject({ state: "partial", refused: 1, resources: 0 });
  });

  it("leaves nothing behind on disk, and lets one import run at a time", async () => {
    const two = [importBulk(house, operator, { path: whole }), importBulk(house, operator, { path: whole })];
    const ended = await Promise.allSettled(two);
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(ended.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "busy" });
    expect(readdirSync(join(house.dataDirectory, "bulk"))).toEqual([]);
  });

  it("is not for people, and audits who tried", async () => {
    for (const person of Object.values(house.people))
      await expect(importBulk(house, person, { path: whole })).rejects.toMatchObject({ code: "forbidden" });
    const refused = await house.database.transaction((tx) =>
      tx.select().from(audit).where(eq(audit.outcome, "refused")),
    );
    expect(refused.filter(({ verb }) => verb === "import-bulk").length).toBeGreaterThan(5);
    await expect(importBulk(house, operator, { path: "relative" })).rejects.toThrow("must be an absolute path");
    await expect(importBulk(house, operator, { path: join(scratch, "not-there") })).rejects.toThrow("no such file");
  });
});
