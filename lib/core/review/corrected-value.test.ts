import { describe, expect, it } from "vitest";
import { decodeValue } from "@/lib/core/features/encode";
import { FEATURES } from "@/lib/core/features/feature-table";
import { correctedValue, finalLevels } from "@/lib/core/review/corrected-value";

describe("a corrected value", () => {
  it("is encoded as reading a record would encode it", () => {
    expect(correctedValue("priorInpatient", 3)).toEqual({ code: 3 });
    expect(correctedValue("age", 74)).toEqual({ code: 70 });
    expect(correctedValue("age", 101)).toEqual({ code: 90 });
    expect(correctedValue("priorInpatient", null)).toEqual({ code: -1 });
  });

  it("can be every value of every feature that a finished stay can have", () => {
    for (const spec of FEATURES) {
      for (const { code } of finalLevels(spec)) {
        const encoded = correctedValue(spec.name, code);
        expect("code" in encoded && decodeValue(spec, encoded.code)).toBe(code);
      }
    }
  });

  it("is refused where no record could hold it, and never read as missing", () => {
    for (const value of [-1, 2.5, Number.NaN, 1e6, "3"])
      expect(correctedValue("priorInpatient", value)).toHaveProperty("problem");
    expect(correctedValue("insulin", "taken")).toHaveProperty("problem");
    expect(correctedValue("insulin", 1)).toHaveProperty("problem");
    expect(correctedValue("shoeSize", 43)).toHaveProperty("problem");
  });
});
