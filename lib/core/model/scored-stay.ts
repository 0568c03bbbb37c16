import type { FeatureValue, View } from "@/lib/core/features/feature-spec";

/** Tiers from the model's own operating points, highest first. */
export const TIERS = ["very-high", "high", "moderate", "low"] as const;
export type Tier = (typeof TIERS)[number];

/** Something in the data that was missing, odd or contradictory. Never thrown, always shown. */
export interface DataIssue {
  /** Stable kebab-case code, e.g. "period-end-missing". */
  readonly code: string;
  /** error: a feature or the stay is unreliable; warning: a feature is weakened; info: worth knowing. */
  readonly severity: "error" | "warning" | "info";
  /** One plain sentence; no patient-identifying text. */
  readonly detail: string;
  /** Names of the features it weakens. */
  readonly features?: readonly string[];
  /** FHIR references it was seen in, e.g. "Encounter/123". */
  readonly references?: readonly string[];
}

/** One term's exact share of the log-odds. A pair term is "a × b" with value [a, b]. */
export interface Driver {
  readonly feature: string;
  readonly label: string;
  readonly value: FeatureValue | readonly [FeatureValue, FeatureValue];
  /** Log-odds added to the baseline. */
  readonly contribution: number;
  /** FHIR references the value came from. */
  readonly evidence: readonly string[];
}

export interface ScoreComponent {
  readonly name: string;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  /** What was read, in plain words; null where unknown. */
  readonly value: string | null;
  readonly evidence: readonly string[];
}

/** A published clinical score as a range: low = high once nothing can change it. */
export interface ClinicalScore {
  readonly low: number;
  readonly high: number;
  readonly maximum: number;
  /** Which published version is computed, in words. */
  readonly version: string;
  readonly components: readonly ScoreComponent[];
  /** Names of components that could not be known. */
  readonly unknown: readonly string[];
}

export interface Applicability {
  readonly inScope: boolean;
  /** Why no probability is given, in plain words; empty when in scope. */
  readonly reasons: readonly string[];
}

/** How far retraining would move a probability, 0–1 (`lib/core/model/stability.ts`); not the patient's uncertainty. */
export interface Stability {
  readonly low: number;
  readonly high: number;
}

/** What `score` prints for one inpatient stay, and what every screen is built from. Times are ISO-8601. */
export interface ScoredStay {
  readonly patientId: string;
  /** Encounter.id of the earliest merged Encounter. */
  readonly stayId: string;
  readonly encounterIds: readonly string[];
  readonly admittedAt: string | null;
  readonly dischargedAt: string | null;
  /** 0–1; null where the model abstains. */
  readonly probability: number | null;
  readonly tier: Tier | null;
  /** null where the model abstains; missing in predictions made before it was kept. */
  readonly stability?: Stability | null;
  /** The model's starting point in log-odds; null where it abstains. */
  readonly baseline: number | null;
  /** Every term, largest |contribution| first; empty where it abstains. */
  readonly drivers: readonly Driver[];
  readonly scores: { readonly lace: ClinicalScore; readonly hospital: ClinicalScore };
  /** What the probability is of, always "any-readmission-30d" for the shipped model. */
  readonly target: string;
  readonly view: View;
  readonly applicability: Applicability;
  readonly issues: readonly DataIssue[];
  readonly modelVersion: string;
}
