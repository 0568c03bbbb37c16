import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { TIERS } from "@/lib/core/model/scored-stay";
import { loadModel } from "@/lib/io/onnx/load-model";
import { scoreStays } from "@/lib/io/onnx/score-stays";

const MODEL = "models/readmission/1.0.0";
const NOW = "2026-11-21T09:00:00Z";

describe("the demo hospital under the shipped model", () => {
  it.skipIf(!existsSync(`${MODEL}/model.onnx`))(
    "shows every tier, and a word for every patient without a score",
    async () => {
      const current = makeHospital({ seed: "wardlight", now: NOW })
        .current.map((bundle) => JSON.parse(JSON.stringify(bundle.entry)))
        .flatMap((entries) => preparePatient(entries, { now: NOW }).stays.filter(({ summary }) => summary.isCurrent));
      const model = await loadModel(MODEL);
      const scored = await scoreStays(model, current);
      await model.close();
      const probabilities = scored.flatMap(({ probability }) => (probability === null ? [] : [probability]));
      expect(new Set(scored.flatMap(({ tier }) => (tier === null ? [] : [tier])))).toEqual(new Set(TIERS));
      expect(probabilities.length).toBeGreaterThanOrEqual(18);
      expect(Math.min(...probabilities)).toBeLessThan(0.08);
      for (const { probability, applicability } of scored) {
        expect(applicability.reasons.length > 0).toBe(probability === null);
      }
    },
  );
});
