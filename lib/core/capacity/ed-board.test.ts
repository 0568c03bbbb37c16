import { describe, expect, it } from "vitest";
import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import { edBoardRows, type StoredVisit } from "@/lib/core/capacity/ed-board";
import { encodeValue } from "@/lib/core/features/encode";

const visit = (id: string, said: Record<string, string | number>, more: Partial<StoredVisit> = {}): StoredVisit => ({
  id,
  place: "Bay 1",
  arrivedAt: new Date("2026-03-10T08:00:00Z"),
  features: ED_FEATURES.map((spec) => encodeValue(spec, said[spec.name] ?? null)),
  outside: [],
  probability: 0.5,
  baseline: null,
  contributions: null,
  synthetic: false,
  ...more,
});

describe("edBoardRows", () => {
  it("says what triage knows in words, most urgent first and then longest there", () => {
    const { rows } = edBoardRows(
      [
        visit("late", { triage: 3, complaint: "chest-pain", age: 60, arrivalMode: "walking" }),
        visit("early", { triage: 3 }, { arrivedAt: new Date("2026-03-10T06:00:00Z") }),
        visit("new", {}, { probability: null, outside: ["No five-level triage is on record."] }),
        visit("ill", { triage: 1 }),
      ],
      null,
    );
    expect(rows.map(({ visitId }) => visitId)).toEqual(["ill", "early", "late", "new"]);
    expect(rows[2]).toMatchObject({
      complaint: "Chest pain",
      age: "Aged 60 to 64",
      arrival: "Came on foot",
      triage: 3,
    });
    expect(rows[3]).toMatchObject({ triage: null, chance: null, complaint: "Chief complaint: not recorded" });
    expect(edFeatureIndex("triage")).toBeGreaterThan(0);
  });

  it("adds the chances up exactly, over those who have one", () => {
    const { beds } = edBoardRows([visit("a", {}), visit("b", {}), visit("c", {}, { probability: null })], null);
    expect(beds).toMatchObject({ expected: 1, median: 1, low80: 0, high80: 2, visits: 2 });
  });

  it("gives no number at all while the model is silent", () => {
    const { rows, beds } = edBoardRows([visit("a", {}), visit("b", {})], "Not shown.");
    expect(beds).toBeNull();
    expect(rows.map(({ chance }) => chance)).toEqual([null, null]);
  });
});
