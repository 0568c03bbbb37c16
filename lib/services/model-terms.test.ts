import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maskForView } from "@/lib/core/features/encode";
import { NOT_RECORDED, VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { manifestSchema } from "@/lib/core/model/manifest";
import { termsInView } from "@/lib/core/model/terms-in-view";
import { type LoadedModel, loadModel } from "@/lib/io/onnx/load-model";

const directory = "models/readmission/1.0.0";
const manifest = manifestSchema.parse(JSON.parse(readFileSync(`${directory}/manifest.json`, "utf8")));

let model: LoadedModel;
beforeAll(async () => {
  model = await loadModel(directory);
});
afterAll(async () => {
  await model.close();
});

describe("the curves a reader sees", () => {
  it.each(VIEWS)("add at this patient's value what the scorer added, in the %s view", async (view) => {
    const encoded = new Float32Array(FEATURES.length).fill(NOT_RECORDED);
    encoded[featureIndex("priorInpatient")] = 9;
    const { contributions } = await model.score(maskForView(encoded, view), Uint8Array.of(VIEWS.indexOf(view)));
    const terms = termsInView(manifest, view);
    const at = (feature: string) => terms.findIndex((term) => term.kind === "single" && term.feature === feature);
    const visits = terms[at("priorInpatient")];
    const sex = terms[at("sex")];
    if (visits?.kind !== "single" || sex?.kind !== "single") throw new Error("The model lost a term.");
    expect(visits.points.findLast(({ from }) => Number(from) <= 9)?.added).toBeCloseTo(
      contributions[at("priorInpatient")] ?? Number.NaN,
      4,
    );
    expect(sex.notRecorded.added).toBeCloseTo(contributions[at("sex")] ?? Number.NaN, 4);
  });
});
