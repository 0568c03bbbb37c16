import { FEATURES } from "@/lib/core/features/feature-table";
import { chanceFrom } from "@/lib/core/training/chance";
import type { LabelledStays } from "@/lib/core/training/training-data";

/**
 * Made-up stays for tests: every feature uniform over its levels (numbers up to 20), two stays a patient, labels drawn
 * from log-odds that the test knows.
 *
 * @param logit log-odds of one encoded stay
 */
export function syntheticStays(rows: number, seed: number, logit: (encoded: Float32Array) => number): LabelledStays {
  const chance = chanceFrom(seed);
  const encoded = new Float32Array(rows * FEATURES.length);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const stay = encoded.subarray(row * FEATURES.length, (row + 1) * FEATURES.length);
    FEATURES.forEach((spec, feature) => {
      const values = spec.kind === "categorical" ? spec.levels.length : Math.min(spec.maximum, 20) + 1;
      stay[feature] = Math.floor(chance() * values);
    });
    labels[row] = chance() < 1 / (1 + Math.exp(-logit(stay))) ? 1 : 0;
  }
  return { encoded, labels, patients: Uint32Array.from({ length: rows }, (_, row) => row >> 1) };
}
