import { describe, expect, it } from "vitest";
import { encodeValue } from "@/lib/core/features/encode";
import { NOT_RECORDED } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { driverSentence } from "@/lib/core/worklist/driver-sentence";

const encoded = new Float32Array(FEATURES.length).fill(NOT_RECORDED);
for (const [name, value] of [
  ["age", 36],
  ["priorInpatient", 0],
  ["diabetesDrugs", 2],
] as const) {
  const index = featureIndex(name);
  const spec = FEATURES[index];
  if (spec) encoded[index] = encodeValue(spec, value);
}

describe("a reason in words", () => {
  it("is one clause for one feature", () => {
    expect(driverSentence("priorInpatient", encoded)).toBe("No hospital stays in the past year");
  });

  it("reads on in the second half of a pair", () => {
    expect(driverSentence("age × priorInpatient", encoded)).toBe(
      "Aged 30 to 39, combined with no hospital stays in the past year",
    );
    expect(driverSentence("priorInpatient × diabetesDrugs", encoded)).toBe(
      "No hospital stays in the past year, combined with taking 2 diabetes drugs",
    );
  });

  it("leaves an abbreviation as it is written", () => {
    expect(driverSentence("age × hba1c", encoded)).toMatch(/combined with HbA1c/);
  });

  it("names a term it has no words for", () => {
    expect(driverSentence("unheardOf", encoded)).toBe("unheardOf");
  });
});
