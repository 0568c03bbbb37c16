import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type DsiCardInput, dsiCard } from "@/lib/core/model/dsi-card";
import { manifestSchema } from "@/lib/core/model/manifest";
import { SOURCE_ATTRIBUTES } from "@/lib/core/model/source-attributes";
import { localValidation } from "@/lib/core/validation/local-validation";
import { calibratedRows, inputOf } from "@/lib/core/validation/synthetic-rows";

const manifest = manifestSchema.parse(JSON.parse(readFileSync("models/readmission/1.0.0/manifest.json", "utf8")));
const shipped: DsiCardInput = {
  task: "readmission",
  version: "1.0.0",
  source: "shipped",
  target: "any readmission within 30 days of discharge",
  manifest,
  validation: null,
  gates: null,
};
const stated = (input: DsiCardInput, id: string) => dsiCard(input).attributes.find((one) => one.id === id)?.value;

describe("source attributes of a predictive DSI", () => {
  it("are the rule's 31, in its order, each once", () => {
    expect(SOURCE_ATTRIBUTES).toHaveLength(31);
    expect(new Set(SOURCE_ATTRIBUTES.map(({ id }) => id)).size).toBe(31);
    // (1) to (9) have 4, 4, 2, 4, 2, 4, 5, 4 and 2.
    expect(SOURCE_ATTRIBUTES.map(({ id }) => id).filter((id) => id.endsWith("(i)"))).toHaveLength(9);
    expect(SOURCE_ATTRIBUTES.filter(({ section }) => section === "Quantitative measures of performance")).toHaveLength(
      5,
    );
  });

  it("are filled from the manifest, and blank where nobody stated them", () => {
    const card = dsiCard(shipped);
    expect(card.stated + card.blank).toBe(31);
    for (const id of ["(1)(ii)", "(6)(i)", "(6)(ii)", "(7)(iii)", "(7)(v)", "(8)(ii)", "(9)(ii)"])
      expect(stated(shipped, id), id).toBeNull();
    expect(stated(shipped, "(2)(ii)")).toBe(manifest.intendedPopulation.summary);
    expect(stated(shipped, "(4)(ii)")).toMatch(/^Sex and age .* are used/);
    expect(stated(shipped, "(7)(i)")).toMatch(/AUROC 0\.6\d\d/);
  });

  it("take external validation from what was measured here, and say where outcomes are simulated", () => {
    const report = localValidation(inputOf(calibratedRows(1500), { simulated: true }));
    const validated = { ...shipped, validation: report };
    expect(stated(validated, "(6)(i)")).toMatch(/^Simulated patients/);
    expect(stated(validated, "(7)(iii)")).toMatch(/1,500 stays/);
    expect(dsiCard(validated).blank).toBeLessThan(dsiCard(shipped).blank);
    // What was trained here was not validated elsewhere.
    expect(stated({ ...validated, source: "trained" }, "(6)(i)")).toBeNull();
    expect(stated({ ...validated, source: "trained" }, "(8)(ii)")).toMatch(/1,500 stays/);
  });

  it("leave blank what a model registered without a manifest does not say", () => {
    const registered: DsiCardInput = { ...shipped, source: "registered", manifest: null };
    for (const id of ["(1)(i)", "(2)(ii)", "(3)(i)", "(4)(i)", "(4)(iv)", "(5)(i)", "(7)(i)", "(7)(ii)"])
      expect(stated(registered, id), id).toBeNull();
  });
});
