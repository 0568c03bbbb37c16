import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { type Adjudication, DECISIONS, type Effect, EVIDENCE_KINDS } from "@/lib/core/review/adjudication";
import { applyAdjudications, type CorrectableRow } from "@/lib/core/review/apply-adjudications";
import { FLAG_KINDS, type FlagKind } from "@/lib/core/worklist/flag-view";

const ANY = { target: "any-readmission-30d", purpose: "training" } as const;
const UNPLANNED = { target: "unplanned-readmission-30d", purpose: "training" } as const;

const row = (stayId: string, label: 0 | 1 = 0, died = false): CorrectableRow => ({
  stayId,
  features: FEATURES.map(() => 1),
  label,
  died,
});

let made = 0;
const decided = (stayId: string, effect: Effect, flagKind: FlagKind = "wrong-data"): Adjudication => {
  made += 1;
  const id = `a${made}`;
  return { id, flagId: `f${made}`, flagKind, stayId, at: "2026-03-10T09:00:00.000Z", ...effect };
};
const elsewhere = (wasPlanned: boolean): Effect => ({
  decision: "outcome-wrong",
  evidence: "readmission-elsewhere",
  wasPlanned,
});
const evidence = (kind: "planned" | "wrong-patient"): Effect => ({
  decision: "outcome-wrong",
  evidence: kind,
  wasPlanned: null,
});

const anyEffect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({
    decision: fc.constant("outcome-wrong" as const),
    evidence: fc.constantFrom(...EVIDENCE_KINDS),
    wasPlanned: fc.boolean(),
  }),
  fc.record({
    decision: fc.constant("feature-wrong" as const),
    feature: fc.constantFrom(...FEATURES.map(({ name }) => name)),
    corrected: fc.integer({ min: -1, max: 9 }),
  }),
  fc.record({ decision: fc.constantFrom("exclude" as const, "no-action" as const) }),
);
const anyRows = fc.array(fc.tuple(fc.constantFrom<0 | 1>(0, 1), fc.boolean()), { minLength: 1, maxLength: 12 });
const toRows = (drawn: readonly (readonly [0 | 1, boolean])[]) =>
  drawn.map(([label, died], at) => row(`s${at}`, label, died && label === 0));
const anyDecisions = (kinds: readonly FlagKind[]) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 13 }), anyEffect, fc.constantFrom(...kinds)), { maxLength: 12 });
const toDecisions = (drawn: readonly (readonly [number, Effect, FlagKind])[]) =>
  drawn.map(([stay, effect, kind]) => decided(`s${stay}`, effect, kind));

describe("decisions applied to rows", () => {
  it("makes a readmission elsewhere a readmission, and only an unplanned one an unplanned one", () => {
    const found = applyAdjudications([row("s", 0, true)], [decided("s", elsewhere(true))], ANY);
    expect(found.rows[0]).toMatchObject({ label: 1, died: false });
    expect(found.applied).toMatchObject([{ what: "label", from: 0, to: 1 }]);
    expect(applyAdjudications([row("s")], [decided("s", elsewhere(false))], UNPLANNED).rows[0]?.label).toBe(1);
    const planned = applyAdjudications([row("s")], [decided("s", elsewhere(true))], UNPLANNED);
    expect(planned.withoutEffect).toMatchObject([{ why: "already-so" }]);
  });

  it("lets a planned readmission count as any and not as unplanned", () => {
    const any = applyAdjudications([row("s", 1)], [decided("s", evidence("planned"))], ANY);
    expect(any.rows[0]?.label).toBe(1);
    expect(any.withoutEffect).toMatchObject([{ why: "other-outcome" }]);
    expect(applyAdjudications([row("s", 1)], [decided("s", evidence("planned"))], UNPLANNED).rows[0]?.label).toBe(0);
    expect(applyAdjudications([row("s", 1)], [decided("s", evidence("wrong-patient"))], ANY).rows[0]?.label).toBe(0);
  });

  it("corrects one value and no other", () => {
    const given = row("s");
    const column = featureIndex("priorInpatient");
    const { rows, applied } = applyAdjudications(
      [given, row("t")],
      [decided("s", { decision: "feature-wrong", feature: "priorInpatient", corrected: 4 })],
      ANY,
    );
    expect(rows[0]?.features).toEqual(given.features.map((value, at) => (at === column ? 4 : value)));
    expect(applied).toMatchObject([{ what: "feature", feature: "priorInpatient", from: 1, to: 4 }]);
    expect(given.features[column]).toBe(1);
  });

  it("says that a feature the table no longer has cannot be corrected", () => {
    const gone = decided("s", { decision: "feature-wrong", feature: "shoeSize", corrected: 43 });
    expect(applyAdjudications([row("s")], [gone], ANY).withoutEffect).toMatchObject([{ why: "no-such-feature" }]);
  });

  it("takes the last of several decisions about the same thing", () => {
    const first = decided("s", { decision: "feature-wrong", feature: "priorInpatient", corrected: 4 });
    const second = decided("s", { decision: "feature-wrong", feature: "priorInpatient", corrected: 5 });
    const { applied, withoutEffect } = applyAdjudications([row("s")], [first, second], ANY);
    expect(applied).toMatchObject([{ adjudicationId: second.id, from: 1, to: 5 }]);
    expect(withoutEffect).toEqual([{ adjudicationId: first.id, why: "decided-anew" }]);
  });

  it("leaves a stay out of training and never out of a hold-out", () => {
    const out = decided("s", { decision: "exclude" });
    const rows = [row("s"), row("t")];
    expect(applyAdjudications(rows, [out], ANY).rows.map(({ stayId }) => stayId)).toEqual(["t"]);
    const held = applyAdjudications(rows, [out], { ...ANY, purpose: "hold-out" });
    expect(held.rows).toEqual(rows);
    expect(held.withoutEffect).toMatchObject([{ why: "never-from-hold-out" }]);
  });

  it("never lets too high or too low alter a label, a value or who is in the rows", () => {
    fc.assert(
      fc.property(
        anyRows,
        anyDecisions(["too-high", "too-low"]),
        fc.constantFrom(ANY, UNPLANNED),
        (drawn, said, asked) => {
          const rows = toRows(drawn);
          const found = applyAdjudications(rows, toDecisions(said), asked);
          expect(found.rows).toEqual(rows);
          expect(found.applied).toEqual([]);
        },
      ),
    );
  });

  it("never filters a hold-out, and changes nothing but what it says it changed", () => {
    fc.assert(
      fc.property(anyRows, anyDecisions(FLAG_KINDS), fc.boolean(), (drawn, said, isHoldOut) => {
        const rows = toRows(drawn);
        const decisions = toDecisions(said);
        const found = applyAdjudications(rows, decisions, { ...ANY, purpose: isHoldOut ? "hold-out" : "training" });
        expect(found.applied.length + found.withoutEffect.length).toBe(decisions.length);
        if (isHoldOut) expect(found.rows).toHaveLength(rows.length);
        // What is said to have been done, done by hand, gives the same rows.
        const byHand = rows.flatMap((one) => {
          const mine = found.applied.filter(({ stayId }) => stayId === one.stayId);
          if (mine.some(({ what }) => what === "excluded")) return [];
          const features = [...one.features];
          let { label, died } = one;
          for (const did of mine) {
            if (did.what === "feature") features[featureIndex(did.feature)] = did.to;
            if (did.what === "label") {
              label = did.to === 1 ? 1 : 0;
              died = label === 0 && died;
            }
          }
          return [{ ...one, features, label, died }];
        });
        expect(found.rows).toEqual(byHand);
      }),
    );
  });

  it("knows every decision there is", () => {
    const decisions = new Set(fc.sample(anyEffect, 200).map(({ decision }) => decision));
    expect([...decisions].sort()).toEqual([...DECISIONS].sort());
  });
});
