import { encodeValue } from "@/lib/core/features/encode";
import { type FeatureSpec, type FeatureValue, NOT_RECORDED } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";

/** A corrected value as the model would see it, or why it is none, as the end of a sentence. */
export type CorrectedValue = { readonly code: number } | { readonly problem: string };

/** Levels a finished stay can have: training looks back from discharge, where a coarser level is told apart. */
export function finalLevels(spec: FeatureSpec) {
  if (spec.kind === "numeric") return [];
  return spec.levels.filter(({ code }) => code !== spec.coarse?.code);
}

/**
 * Encodes what a reviewer says is right, through the feature table. Stricter than reading a record: what no record could
 * hold is a slip of the hand and is said to be one, not read as missing.
 * @param value in the feature's unit, a level's code, or null for "not recorded"
 */
export function correctedValue(feature: string, value: FeatureValue): CorrectedValue {
  const spec = FEATURES.find(({ name }) => name === feature);
  if (spec === undefined) return { problem: "is not a feature of the model" };
  if (value === null) return { code: NOT_RECORDED };
  if (spec.kind === "categorical") {
    const isLevel = finalLevels(spec).some(({ code }) => code === value);
    return isLevel ? { code: encodeValue(spec, value) } : { problem: `is not one of the values of “${spec.label}”` };
  }
  // Ages are kept as decades, cut at the top; other counts beyond what training saw read as that.
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 999)
    return { problem: `must be a whole number of ${spec.unit} from 0 to 999` };
  return { code: encodeValue(spec, value) };
}
