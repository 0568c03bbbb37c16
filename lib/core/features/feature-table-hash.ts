import { createHash } from "node:crypto";
import type { FeatureSpec } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";

/** SHA-256 over what a model depends on: names, kinds, levels, maxima, views, in order. Hex. */
export function featureTableHash(features: readonly FeatureSpec[] = FEATURES): string {
  const essence = features.map((spec) =>
    spec.kind === "numeric"
      ? [spec.name, spec.knownFrom, spec.unit, spec.maximum, spec.step ?? 1]
      : [spec.name, spec.knownFrom, spec.levels.map(({ code }) => code), spec.coarse ?? null],
  );
  return createHash("sha256").update(JSON.stringify(essence)).digest("hex");
}
