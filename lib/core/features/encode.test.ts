import { describe, expect, it } from "vitest";
import { decodeValue, describeValue, encodeValue, maskForView } from "@/lib/core/features/encode";
import { NOT_RECORDED, NOT_YET_KNOWN } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";

const spec = (name: string) => FEATURES[featureIndex(name)]!;

describe("feature table", () => {
  it("has about forty rows, each under one name", () => {
    expect(FEATURES.length).toBeGreaterThanOrEqual(38);
    expect(new Set(FEATURES.map(({ name }) => name)).size).toBe(FEATURES.length);
  });

  it("never holds race, ethnicity or payer", () => {
    expect(FEATURES.filter(({ name }) => /race|ethnic|payer|insur/i.test(name) && name !== "insulin")).toEqual([]);
  });

  it("says every level and number as a sentence of its own", () => {
    for (const feature of FEATURES) {
      const codes = feature.kind === "numeric" ? [0, 1, feature.maximum] : feature.levels.map((_, index) => index);
      for (const code of codes) expect(describeValue(feature, code)).toMatch(/^[A-Z0-9].{3,}/);
    }
  });
});

describe("encodeValue", () => {
  it("takes every level there and back", () => {
    for (const feature of FEATURES) {
      if (feature.kind === "numeric") continue;
      for (const { code } of feature.levels) expect(decodeValue(feature, encodeValue(feature, code))).toBe(code);
    }
  });

  it.each([
    ["age", 67, 60],
    ["age", 103, 90],
    ["priorInpatient", 40, 21],
    ["labTests", 41, 41],
    ["priorInpatient", -1, NOT_RECORDED],
    ["priorInpatient", Number.NaN, NOT_RECORDED],
    ["priorInpatient", null, NOT_RECORDED],
    ["sex", "other", NOT_RECORDED],
    ["sex", null, NOT_RECORDED],
  ])("reads %s %s as %d", (name, value, encoded) => {
    expect(encodeValue(spec(name), value)).toBe(encoded);
  });

  it("tells not recorded from not yet known in words", () => {
    expect(describeValue(spec("lengthOfStayDays"), NOT_RECORDED)).toBe("Length of stay: not recorded");
    expect(describeValue(spec("lengthOfStayDays"), NOT_YET_KNOWN)).toBe("Length of stay: not yet known");
    expect(describeValue(spec("priorInpatient"), 3)).toBe("3 hospital stays in the past year");
    expect(describeValue(spec("age"), 60)).toBe("Aged 60 to 69");
  });
});

describe("maskForView", () => {
  const everything = Float32Array.from(FEATURES, (feature) =>
    feature.name === "metformin" ? encodeValue(feature, "up") : feature.name === "insulin" ? NOT_RECORDED : 0,
  );
  const visible = (view: "admission" | "stay" | "discharge") => {
    const masked = maskForView(everything, view);
    return FEATURES.filter((_, index) => masked[index] !== NOT_YET_KNOWN).map(({ name }) => name);
  };

  it("shows who, how and from where at admission, and prior use", () => {
    expect(visible("admission")).toEqual([
      "age",
      "sex",
      "admissionType",
      "admissionSource",
      "specialty",
      "priorInpatient",
      "priorEmergency",
      "priorOutpatient",
    ]);
  });

  it("hides the plan, the length and every whole-stay count before discharge", () => {
    const hidden = FEATURES.map(({ name }) => name).filter((name) => !visible("stay").includes(name));
    expect(hidden).toEqual(["dischargePlan", "lengthOfStayDays", "labTests", "procedures", "medications", "diagnoses"]);
  });

  it("shows everything, unchanged, at discharge", () => {
    expect(maskForView(everything, "discharge")).toEqual(everything);
  });

  it("keeps a drug's presence and hides its change during the stay", () => {
    const stay = maskForView(everything, "stay");
    expect(decodeValue(spec("metformin"), stay[featureIndex("metformin")]!)).toBe("taken");
    expect(decodeValue(spec("glipizide"), stay[featureIndex("glipizide")]!)).toBe("no");
    expect(stay[featureIndex("insulin")]).toBe(NOT_RECORDED);
  });
});
