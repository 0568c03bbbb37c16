import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { chanceFrom } from "@/lib/core/training/chance";
import {
  audit,
  changes,
  outcomes,
  patients,
  predictions,
  stays,
  validationReports,
  visibilityDecisions,
} from "@/lib/io/database/schema";
import { decideVisibility } from "@/lib/services/decide-visibility";
import { readModels } from "@/lib/services/models";
import { readStay } from "@/lib/services/patient";
import { sealIdentity } from "@/lib/services/patient-identity";
import { lastAudit, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { validateModel } from "@/lib/services/validation";
import { listWorklist } from "@/lib/services/worklist";

const DISCHARGED = "2026-01-10T10:00:00Z";
const TARGET = "any-readmission-30d";

type Wanted = Partial<{
  status: "readmitted" | "not-readmitted" | "died" | "excluded" | "pending";
  reason: string;
  simulated: boolean;
  readmittedAt: string;
  maturesAt: string;
}>;

async function insertOutcome(house: TestHouse, id: string, { status = "not-readmitted", ...rest }: Wanted = {}) {
  await house.database.transaction((tx) =>
    tx.insert(outcomes).values({
      stayId: `stay-${id}`,
      target: TARGET,
      status,
      reason: rest.reason ?? null,
      readmittedAt: rest.readmittedAt ? new Date(rest.readmittedAt) : null,
      dischargedAt: new Date(DISCHARGED),
      maturesAt: new Date(rest.maturesAt ?? "2026-02-09T10:00:00Z"),
      simulated: rest.simulated ?? false,
      updatedAt: house.now,
    }),
  );
}

/** Past stays of a model that knows their risk, two a patient, put straight into the tables. */
async function storeMany(house: TestHouse, n: number): Promise<void> {
  const random = chanceFrom(3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const [template] = readingOf("many").stays;
  if (template === undefined) throw new Error("no stay was made");
  const all = Array.from({ length: n }, (_, index) => {
    const z = -2.1 + 0.8 * normal();
    const points = Math.min(19, Math.max(0, Math.round(9 + 2 * (z + 2.1) + 4 * normal())));
    const probability = 1 / (1 + Math.exp(-z));
    const patientId = `q${Math.floor(index / 2)}`;
    return { stayId: `stay-m${index}`, patientId, probability, points, readmitted: random() < probability };
  });
  const identity = { familyName: "Q", givenNames: null, birthDate: "1950", sex: "male" as const, mrn: null };
  for (let from = 0; from < n; from += 500) {
    const batch = all.slice(from, from + 500);
    await house.database.transaction(async (tx) => {
      const ids = [...new Set(batch.map(({ patientId }) => patientId))];
      await tx.insert(patients).values(
        ids.map((id) => ({
          id,
          identity: sealIdentity(house.vault, id, identity),
          synthetic: true,
          updatedAt: house.now,
        })),
      );
      await tx.insert(stays).values(
        batch.map(({ stayId, patientId }) => ({
          id: stayId,
          patientId,
          wardId: "w1",
          isCurrent: false,
          dischargedAt: new Date(DISCHARGED),
          updatedAt: house.now,
        })),
      );
      await tx.insert(predictions).values(
        batch.map(({ stayId, patientId, probability, points }) => ({
          stayId,
          patientId,
          at: new Date("2026-01-10T09:00:00Z"),
          modelVersion: "1.0.0",
          target: TARGET,
          view: "discharge" as const,
          probability,
          tier: "low" as const,
          features: [0],
          scored: template.scored,
          sentences: [],
          summary: {
            topDrivers: [],
            abstentionReasons: [],
            lace: { low: points, high: points },
            hospital: { low: 3, high: 3 },
            issueCount: 0,
            change: null,
          },
          fingerprint: stayId,
        })),
      );
      await tx.insert(outcomes).values(
        batch.map(({ stayId, readmitted }) => ({
          stayId,
          target: TARGET,
          status: readmitted ? ("readmitted" as const) : ("not-readmitted" as const),
          dischargedAt: new Date(DISCHARGED),
          maturesAt: new Date("2026-02-09T10:00:00Z"),
          simulated: false,
          updatedAt: house.now,
        })),
      );
    });
  }
}

/** A past stay, scored when the clock stood at `scoredAt`. */
async function storePast(house: TestHouse, id: string, probability: number | null, scoredAt = "2026-01-10T09:00:00Z") {
  const { now } = house;
  house.now = new Date(scoredAt);
  await store(house, readingOf(id, { probability, dischargedAt: DISCHARGED }));
  house.now = now;
}

describeHouse("local validation on a database", ({ house }) => {
  beforeAll(async () => {
    house.isDemo = false;
    await store(house, readingOf("here", { probability: 0.3 }));
  });

  const scientist = () => house.people["data-scientist"];

  it("says in one sentence that there is nothing to validate on", async () => {
    await expect(validateModel(house, scientist(), {})).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/No stay here has a known outcome yet/),
    });
    expect(await readModels(house, scientist(), {})).toMatchObject({
      reports: [],
      report: null,
      visibility: { state: "silent", because: "no-report" },
      may: { validate: true, approve: false, withdraw: false },
    });
  });

  it("counts everybody once, takes the prediction made in time, and stores the report", async () => {
    await storePast(house, "a", 0.2);
    await storePast(house, "a", 0.9, "2026-02-20T09:00:00Z");
    await insertOutcome(house, "a", { status: "readmitted", readmittedAt: "2026-01-20T10:00:00Z" });
    await storePast(house, "late", 0.4, "2026-02-20T09:00:00Z");
    await insertOutcome(house, "late", { status: "died" });
    await storePast(house, "outside", null);
    await insertOutcome(house, "outside");
    await storePast(house, "waits", 0.2);
    await insertOutcome(house, "waits", { status: "pending", maturesAt: "2026-03-30T10:00:00Z" });
    // Came back within days: known, and left out all the same until those who did not come back are known too.
    await storePast(house, "early", 0.2);
    await insertOutcome(house, "early", { status: "readmitted", maturesAt: "2026-03-30T10:00:00Z" });
    await storePast(house, "transferred", 0.2);
    await insertOutcome(house, "transferred", { status: "excluded", reason: "transferred" });
    await storePast(house, "unknown", 0.2);

    const { id, report } = await validateModel(house, scientist(), {});
    expect(report.attrition.map(({ stays }) => stays)).toEqual([8, 5, 3, 2, 2, 2]);
    expect(report.attrition.flatMap(({ leftOut }) => leftOut)).toEqual([
      { reason: "Outcome not looked for yet", stays: 1 },
      { reason: "Still in hospital", stays: 1 },
      { reason: "Transferred to another acute hospital", stays: 1 },
      { reason: "The 30 days after discharge are not over", stays: 2 },
      { reason: "No diabetes on record.", stays: 1 },
    ]);
    expect(report).toMatchObject({ verdict: "too-few", stays: 2, readmissions: 1, died: 1, simulated: false });
    // Of the two predictions of "a" the one made before discharge: 1 / (0.2 + 0.4).
    expect(report.calibration.oe.value).toBeCloseTo(1 / 0.6, 9);
    expect(report.timing.map(({ level, n }) => [level, n])).toEqual([
      ["in hindsight", 1],
      ["in time", 1],
    ]);
    expect(report.subgroups.map(({ variable, level }) => `${variable} ${level}`)).toEqual([
      "Sex female",
      "Age 70–79",
      "Ward Ward 1",
    ]);
    const [stored] = await house.database.transaction((tx) =>
      tx.select().from(validationReports).where(eq(validationReports.id, id)),
    );
    expect(stored).toMatchObject({ stays: 2, readmissions: 1, verdict: "too-few", simulated: false });
    expect(stored?.report).toEqual(JSON.parse(JSON.stringify(report)));
    expect(await lastAudit(house)).toMatchObject({
      verb: "validate-model",
      outcome: "done",
      target: { task: "readmission", modelVersion: "1.0.0", reportId: id },
      detail: { step: "stored", stays: 2, readmissions: 1, verdict: "too-few" },
    });
  });

  it("is for data scientists and operators, and refuses another model's file", async () => {
    for (const role of ["nurse", "clinician", "administrator", "compliance"] as const)
      await expect(validateModel(house, house.people[role], {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(validateModel(house, { system: "test" }, { sha256: "0".repeat(64) })).rejects.toMatchObject({
      code: "conflict",
    });
    const { report } = await validateModel(house, { system: "test" }, { sha256: house.model.manifest.model.sha256 });
    expect(report.stays).toBe(2);
  });

  it("tells every reader of a score on how many stays it was checked here", async () => {
    const page = await readStay(house, scientist(), { stayId: "stay-here" });
    expect(page).toMatchObject({
      checkedHere: { stays: 2, readmissions: 1, verdict: "too-few", simulated: false },
      provenance: "Learnt from nowhere; checked here on 2 stays, not enough to judge it.",
    });
    const list = await listWorklist(house, scientist(), {});
    expect(list.provenance).toBe(page.provenance);
  });

  describe("from silent to shown", () => {
    const shown = async () => {
      const list = await listWorklist(house, house.people.nurse, {});
      return list.rows.some(({ probability }) => probability !== null);
    };
    const reports = async () => (await readModels(house, scientist(), {})).reports;
    const decide = (
      who: "data-scientist" | "clinician" | "visitor",
      kind: "approved" | "withdrawn",
      reportId?: string,
    ) => decideVisibility(house, house.people[who], { kind, reportId, note: "read it all" });

    it("too few cannot be approved by anybody", async () => {
      const [newest] = await reports();
      await expect(decide("clinician", "approved", newest?.id)).rejects.toMatchObject({ code: "conflict" });
      await expect(decide("clinician", "withdrawn")).rejects.toMatchObject({ code: "conflict" });
      expect(await shown()).toBe(false);
    });

    it("enough stays of a model that knows their risk: usable, worked out beside the server", async () => {
      await storeMany(house, 6000);
      house.now = new Date("2026-03-10T10:00:00Z");
      let longest = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 10);
      const begun = performance.now();
      const { report } = await validateModel(house, scientist(), {});
      const took = performance.now() - begun;
      clearInterval(timer);
      expect(report.rules.filter(({ state }) => state !== "met")).toEqual([]);
      expect(report).toMatchObject({ verdict: "usable", stays: 6002 });
      // The arithmetic is in another thread: this one is never away for most of it.
      expect(longest).toBeLessThan(took / 2);
      expect(await shown()).toBe(false);
    });

    it("one approval shows nothing, the second shows it to wards at once", async () => {
      const newest = (await reports())[0]?.id ?? "";
      expect(await decide("data-scientist", "approved", newest)).toMatchObject({ state: "silent" });
      expect(await shown()).toBe(false);
      const half = await readModels(house, house.people.clinician, {});
      expect(half).toMatchObject({ may: { approve: true, withdraw: true, validate: false }, whyNotApprove: null });
      expect(half.decisions[0]).toMatchObject({ by: { role: "data-scientist" }, note: "read it all", stands: true });
      await decide("data-scientist", "approved", newest);
      expect((await readModels(house, scientist(), {})).decisions).toHaveLength(1);
      const since = { state: "shown", because: "approved", since: house.now.toISOString() };
      expect(await decide("clinician", "approved", newest)).toEqual(since);
      expect(await shown()).toBe(true);
    });

    it("either hides them at once, and it is in the audit", async () => {
      house.now = new Date("2026-03-10T11:00:00Z");
      expect(await decide("clinician", "withdrawn")).toMatchObject({ state: "silent", because: "withdrawn" });
      expect(await lastAudit(house)).toMatchObject({
        verb: "decide-visibility",
        detail: { kind: "withdrawn", repeated: false, shown: false },
      });
      expect(await shown()).toBe(false);
      const rows = await house.database.transaction((tx) =>
        tx.select().from(visibilityDecisions).orderBy(desc(visibilityDecisions.at)),
      );
      expect(rows).toHaveLength(3);
      expect(rows.every(({ note }) => !note.includes("read it all"))).toBe(true);
    });

    it("nurses, administrators and compliance decide nothing and read no models", async () => {
      for (const role of ["nurse", "administrator", "compliance"] as const) {
        await expect(decideVisibility(house, house.people[role], { kind: "withdrawn" })).rejects.toMatchObject({
          code: "forbidden",
        });
        await expect(readModels(house, house.people[role], {})).rejects.toMatchObject({ code: "forbidden" });
      }
      const rows = await house.database.transaction((tx) => tx.select().from(audit));
      expect(rows.some(({ verb, outcome }) => verb === "decide-visibility" && outcome === "refused")).toBe(true);
      const told = await house.database.transaction((tx) => tx.select().from(changes));
      expect(new Set(told.map(({ kind }) => kind))).toContain("visibility");
    });
  });
});
