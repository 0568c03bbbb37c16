import {
  type FeatureSpec,
  type FeatureValue,
  NOT_RECORDED,
  NOT_YET_KNOWN,
  VIEWS,
  type View,
} from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";

/**
 * One feature's value as the number the model sees: a level's index, or the number cut to the feature's step and
 * maximum. null, an unknown level, a negative or non-finite number are NOT_RECORDED. Never throws.
 */
export function encodeValue(spec: FeatureSpec, value: FeatureValue): number {
  if (spec.kind === "categorical") {
    // findIndex's own "not found" is -1, which is NOT_RECORDED; said anyway so that neither can drift.
    const index = spec.levels.findIndex(({ code }) => code === value);
    return index < 0 ? NOT_RECORDED : index;
  }
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) return NOT_RECORDED;
  const step = spec.step ?? 1;
  return Math.min(spec.maximum, Math.floor(value / step) * step);
}

/** The value behind an encoded number: a number, a level's code, or null where it is missing in either way. */
export function decodeValue(spec: FeatureSpec, code: number): FeatureValue {
  if (code < 0) return null;
  return spec.kind === "numeric" ? code : (spec.levels[code]?.code ?? null);
}

/** A whole sentence for a clinician, e.g. "3 hospital stays in the past year". */
export function describeValue(spec: FeatureSpec, code: number): string {
  if (code === NOT_YET_KNOWN) return `${spec.label}: not yet known`;
  if (spec.kind === "numeric") return code < 0 ? `${spec.label}: not recorded` : spec.sentence(code);
  return spec.levels[code]?.sentence ?? `${spec.label}: not recorded`;
}

/** Per view and feature: hidden, or the coarser level that some of its levels read as. */
const MASKS = VIEWS.map((_, view) =>
  FEATURES.map((spec) => {
    if (VIEWS.indexOf(spec.knownFrom) > view) return "hidden" as const;
    const coarse = spec.kind === "categorical" ? spec.coarse : undefined;
    if (!coarse || VIEWS.indexOf(coarse.before) <= view) return "shown" as const;
    const finer = new Set(coarse.from.map((code) => encodeValue(spec, code)));
    return { finer, coarse: encodeValue(spec, coarse.code) };
  }),
);

/**
 * What of an encoded stay (one value per feature) can be known in `view`: later features become NOT_YET_KNOWN, a
 * drug's change becomes "taken". Returns a new array; used by training and serving alike.
 */
export function maskForView(encoded: Float32Array, view: View): Float32Array {
  const masks = MASKS[VIEWS.indexOf(view)] ?? [];
  return encoded.map((value, feature) => {
    const mask = masks[feature];
    if (mask === "hidden") return NOT_YET_KNOWN;
    return typeof mask === "object" && mask.finer.has(value) ? mask.coarse : value;
  });
}
