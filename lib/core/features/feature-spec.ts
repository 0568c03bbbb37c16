/**
 * What a feature is, and how one stay's features travel as numbers.
 *
 * A stay is encoded as one Float32 per feature: a number as itself (never negative), a category as the
 * index of its level, and two values of their own for what is missing. Both are ordinary values to the
 * model, learnt apart, because they mean different things.
 */

/** The source should have held it and did not. */
export const NOT_RECORDED = -1;
/** Nobody can know it at this point of the stay (for example the discharge disposition on day 2). */
export const NOT_YET_KNOWN = -2;

/** How much of a stay has happened, from least to most known. Index in this list = the code models see. */
export const VIEWS = ["admission", "stay", "discharge"] as const;
export type View = (typeof VIEWS)[number];

interface FeatureBase {
  /** Stable camelCase name; also the term's name in the model. */
  readonly name: string;
  /** Plain words for a clinician, e.g. "Hospital stays in the past year". */
  readonly label: string;
  /** The first view in which the value can be known. */
  readonly knownFrom: View;
  /** What makes it *not recorded*, in one sentence. */
  readonly missingRule: string;
  /** What it does not say, shown beside the driver; for example a plan that reflects severity. */
  readonly caution?: string;
}

export interface NumericFeature extends FeatureBase {
  readonly kind: "numeric";
  /** Unit of the value, e.g. "days", "visits". */
  readonly unit: string;
  /** Larger values are read as this one: training never saw beyond it. */
  readonly maximum: number;
  /** Values are read down to a multiple of this (age in the decades that training had); 1 where left out. */
  readonly step?: number;
  /** A whole sentence for a value, e.g. "3 hospital stays in the past year". */
  readonly sentence: (value: number) => string;
}

export interface FeatureLevel {
  readonly code: string;
  /** A whole sentence or noun phrase for this level, e.g. "Insulin raised during the stay". */
  readonly sentence: string;
}

export interface CategoricalFeature extends FeatureBase {
  readonly kind: "categorical";
  readonly levels: readonly FeatureLevel[];
  /** Levels that only a later view can tell apart read as this level before (a drug's change → "taken"). */
  readonly coarse?: { readonly before: View; readonly code: string; readonly from: readonly string[] };
}

export type FeatureSpec = NumericFeature | CategoricalFeature;

/** A feature's decoded value: a number, a level's code, or null where missing. */
export type FeatureValue = number | string | null;
