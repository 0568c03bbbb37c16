import { asc, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { LABEL_RULE_VERSION } from "@/lib/core/labels/label";
import { stays } from "@/lib/io/database/schema";
import { labelFacts, labels } from "@/lib/io/database/training-schema";
import { deriveAllLabels, deriveDueLabels } from "@/lib/services/derive-labels";
import { importBundles } from "@/lib/services/import-bundles";
import { readLabels } from "@/lib/services/read-labels";
import { placeOf } from "@/lib/services/sealed-columns";
import { bundleOf } from "@/lib/services/test-bundle";
import { lastAudit } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

const operator = { system: "test" };
const whole = { past: "complete" as const };

describeScoringHouse("labels on a database", ({ house }) => {
  const at = (day: string) => {
    house.now = new Date(`${day}T09:00:00Z`);
  };
  /** "target status" of every row a stay ever had, oldest first. */
  const history = async (stayId: string) => {
    const rows = await house.database.transaction((tx) =>
      tx.select().from(labels).where(eq(labels.stayId, stayId)).orderBy(asc(labels.id)),
    );
    return rows.map(({ target, status, reason }) => `${target.split("-")[0]} ${status}${reason ? ` ${reason}` : ""}`);
  };
  const spring = { start: "2026-03-01T08:00:00Z", end: "2026-03-05T12:00:00Z" };

  it("mature by the clock, and the same reading again says nothing twice", async () => {
    at("2026-03-10");
    const quiet = bundleOf("p1", [{ id: "s1", ...spring }]);
    await importBundles(house, operator, { bundles: [quiet], ...whole });
    expect(await history("s1")).toEqual([]);
    at("2026-04-03");
    expect(await deriveDueLabels(house, operator, {})).toEqual({ patients: 0, labels: 0, isMore: false });
    at("2026-04-05");
    expect(await deriveDueLabels(house, operator, {})).toEqual({ patients: 1, labels: 2, isMore: false });
    expect(await lastAudit(house)).toMatchObject({ verb: "derive-labels", outcome: "done", detail: { labels: 2 } });
    const said = ["any not-readmitted", "unplanned not-readmitted"];
    expect(await history("s1")).toEqual(said);
    await importBundles(house, operator, { bundles: [quiet], ...whole });
    expect(await deriveAllLabels(house, operator)).toBe(0);
    expect(await history("s1")).toEqual(said);
  });

  it("are said anew when the record is corrected, and what was said before stays", async () => {
    at("2026-05-01");
    const first = { id: "c1", ...spring };
    await importBundles(house, operator, { bundles: [bundleOf("pc", [first])], ...whole });
    expect(await history("c1")).toEqual(["any not-readmitted", "unplanned not-readmitted"]);
    at("2026-05-02");
    const back = { id: "c2", start: "2026-03-20T08:00:00Z", end: "2026-03-22T12:00:00Z", diagnosis: "Z51.11" };
    await importBundles(house, operator, { bundles: [bundleOf("pc", [first, back])], ...whole });
    // A planned return changes the one target, and what the other rests on.
    expect(await history("c1")).toEqual([
      ...["any not-readmitted", "unplanned not-readmitted"],
      ...["any readmitted", "unplanned not-readmitted"],
    ]);
    const told = await readLabels(house, house.people["data-scientist"], { stayId: "c1" });
    expect(told.filter(({ holds }) => holds)).toMatchObject([
      {
        ...{ target: "unplanned readmission within 30 days of discharge (CMS-style)", status: "not-readmitted" },
        ...{
          planned: "planned status: diagnosis rules only",
          ruleVersion: LABEL_RULE_VERSION,
          saidAt: "2026-05-02T09:00:00.000Z",
        },
      },
      { target: "any readmission within 30 days of discharge", status: "readmitted", planned: null },
    ]);
    expect(told).toHaveLength(4);
    expect(await lastAudit(house)).toMatchObject({ verb: "read-labels", target: { stayId: "c1" } });
    for (const person of [house.people.visitor, house.people.nurse])
      await expect(readLabels(house, person, { stayId: "c1" })).rejects.toMatchObject({ code: "forbidden" });
    const [row] = await house.database.transaction((tx) =>
      tx
        .select()
        .from(labels)
        .where(sql`${labels.stayId} = 'c1' and ${labels.target} like 'unplanned%'`)
        .orderBy(sql`${labels.id} desc`)
        .limit(1),
    );
    expect(row).toMatchObject({
      ...{ ruleVersion: LABEL_RULE_VERSION, plannedBasis: "diagnosis-rules-only", wardId: "w1" },
      evidence: {
        ...{ stayIds: ["c1"], encounters: ["Encounter/c1", "Encounter/c2"] },
        planned: "always planned: chemotherapy or radiotherapy",
      },
    });
  });

  it("are withdrawn where the record no longer shows the stay", async () => {
    at("2026-05-01");
    const two = { id: "g2", start: "2026-01-01T08:00:00Z", end: "2026-01-05T12:00:00Z" };
    const both = (status?: string) => [{ id: "g1", ...spring, ...(status ? { status } : {}) }, two];
    await importBundles(house, operator, { bundles: [bundleOf("pg", both())], ...whole });
    await importBundles(house, operator, { bundles: [bundleOf("pg", both("entered-in-error"))], ...whole });
    const [gone] = await house.database.transaction((tx) => tx.select().from(stays).where(eq(stays.id, "g1")));
    expect(gone?.goneAt).not.toBeNull();
    expect(await history("g1")).toEqual([
      ...["any not-readmitted", "unplanned not-readmitted"],
      ...["any withdrawn", "unplanned withdrawn"],
    ]);
    expect(await history("g2")).toHaveLength(2);
  });

  it("tell a death, a transfer and why a stay is no index stay; stays elsewhere have none", async () => {
    at("2026-06-01");
    const elsewhere = { id: "t2", start: "2026-03-05T15:00:00Z", end: "2026-03-09T12:00:00Z", elsewhere: true };
    await importBundles(house, operator, {
      bundles: [
        bundleOf("pd", [{ id: "d1", ...spring }], { deceasedDateTime: "2026-03-20T04:00:00Z" }),
        bundleOf("pt", [
          { id: "t1", ...spring, provider: "ours" },
          { ...elsewhere, provider: "other" },
        ]),
        bundleOf("px", [{ id: "x1", ...spring, disposition: "07" }]),
      ],
      ...whole,
    });
    expect(await history("d1")).toEqual(["any died", "unplanned died"]);
    expect(await history("t1")).toEqual(["any readmitted", "unplanned excluded transferred"]);
    expect(await history("t2")).toEqual([]);
    expect(await history("x1")).toEqual(["any excluded against-advice", "unplanned excluded against-advice"]);
  });

  it("are all derived again where the rules are newer", async () => {
    at("2026-07-01");
    await deriveAllLabels(house, operator);
    const before = await house.database.transaction((tx) => tx.select({ id: labels.id }).from(labels));
    await house.database.transaction((tx) => tx.update(labelFacts).set({ ruleVersion: "0" }));
    // A process that is closing leaves them to the next one.
    expect(await deriveAllLabels(house, operator, () => true)).toBe(0);
    const { patients, labels: written } = await deriveDueLabels(house, operator, {});
    expect(patients).toBeGreaterThan(3);
    // The rules are the same in truth, so nothing new is said.
    expect(written).toBe(0);
    expect(await deriveDueLabels(house, operator, {})).toMatchObject({ patients: 0 });
    expect(await house.database.transaction((tx) => tx.select({ id: labels.id }).from(labels))).toHaveLength(
      before.length,
    );
  });

  it("keep who a patient is sealed, and are never changed", async () => {
    at("2026-07-01");
    const communication = [{ language: { coding: [{ code: "es" }] }, preferred: true }];
    await importBundles(house, operator, {
      bundles: [bundleOf("ps", [{ id: "q1", ...spring }], { communication })],
      ...whole,
    });
    const [row] = await house.database.transaction((tx) => tx.select().from(labels).where(eq(labels.stayId, "q1")));
    const place = placeOf(labels.subgroups, "q1", row?.target ?? "");
    expect(house.vault.open(row?.subgroups as Buffer, place)).toMatchObject({
      ...{ sex: "female", age: "70–79", language: "es", payer: null },
    });
    const change = (statement: ReturnType<typeof sql>) => house.database.transaction((tx) => tx.execute(statement));
    await expect(change(sql`update labels set status = 'died' where stay_id = 'q1'`)).rejects.toThrow();
    await expect(change(sql`delete from labels where stay_id = 'q1'`)).rejects.toThrow();
    await expect(change(sql`update labels set subgroups = subgroups where stay_id = 'q1'`)).resolves.toBeTruthy();
  });

  it("are nobody's to derive but the system's", async () => {
    await expect(deriveDueLabels(house, house.people["data-scientist"], {})).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
