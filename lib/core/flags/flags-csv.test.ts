import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReviewedFlag } from "@/lib/core/flags/flag-review";
import { flagsCsv } from "@/lib/core/flags/flags-csv";

const FLAG: ReviewedFlag = {
  id: "f1",
  stayId: "enc-secret",
  isKnownHere: true,
  source: "wardlight",
  wardId: "4a",
  wardName: "4A, Medicine",
  kind: "too-high",
  feature: "priorInpatient",
  featureLabel: "Stays in the past year",
  saidThen: "3 stays in the past year",
  note: "Mrs Secret told me",
  byRole: "nurse",
  at: "2026-03-10T09:00:00.000Z",
  predictionId: "p1",
  predictedAt: "2026-03-09T09:00:00.000Z",
  probability: 0.41,
  view: "stay",
  modelVersion: "1.0.0",
  isReplaced: false,
  review: { state: "decided", decision: "exclude", agreement: "agree", decidedAt: "2026-03-12T09:00:00.000Z" },
};

const read = (csv: string): Record<string, string>[] => parse(csv, { columns: true });

describe("flags as CSV", () => {
  it("says what was flagged and leaves out whom it is about and who said what", () => {
    const csv = flagsCsv([FLAG]);
    expect(read(csv)).toEqual([
      {
        flag_id: "f1",
        flagged_at: "2026-03-10T09:00:00.000Z",
        kind: "too-high",
        feature: "priorInpatient",
        by_role: "nurse",
        source: "wardlight",
        has_note: "yes",
        prediction_id: "p1",
        predicted_at: "2026-03-09T09:00:00.000Z",
        probability: "0.41",
        view: "stay",
        model_version: "1.0.0",
        is_replaced: "no",
        ward: "4A, Medicine",
        review_state: "decided",
        decision: "exclude",
        agreement: "agree",
        decided_at: "2026-03-12T09:00:00.000Z",
      },
    ]);
    expect(csv.toLowerCase()).not.toContain("secret");
  });

  it("leaves empty what is not there, and gives a head line for no flags at all", () => {
    const none = { probability: null, feature: null, wardName: null, note: "", review: null };
    expect(read(flagsCsv([{ ...FLAG, ...none }]))[0]).toMatchObject({
      probability: "",
      feature: "",
      ward: "",
      has_note: "no",
      review_state: "",
      decision: "",
    });
    expect(flagsCsv([]).split("\r\n")).toHaveLength(2);
  });

  it("can be read back whatever a ward is called, and is no formula to a spreadsheet", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: "binary" }).filter((name) => name !== ""),
          { minLength: 1, maxLength: 10 },
        ),
        (names) => {
          const rows = read(flagsCsv(names.map((wardName) => ({ ...FLAG, wardName }))));
          rows.forEach(({ ward }, index) => {
            expect(ward).not.toMatch(/^[=+\-@\t\r]/);
            expect([names[index], `'${names[index]}`]).toContain(ward);
          });
          expect(rows).toHaveLength(names.length);
        },
      ),
      { numRuns: 30 },
    );
  });
});
