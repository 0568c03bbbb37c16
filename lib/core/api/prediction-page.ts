import type { View } from "@/lib/core/features/feature-spec";
import type { Tier } from "@/lib/core/model/scored-stay";

/** One prediction as a list of them has it. Times are ISO-8601. */
export interface ListedPrediction {
  readonly id: string;
  readonly stayId: string;
  readonly patientId: string;
  readonly wardId: string | null;
  readonly at: string;
  readonly target: string;
  readonly view: View;
  /** 0–1; null where the model abstained. */
  readonly probability: number | null;
  readonly tier: Tier | null;
  readonly modelVersion: string;
  /** No newer prediction has taken its place. */
  readonly isNewest: boolean;
}

/** Predictions, oldest first, and how to go on. */
export interface PredictionPage {
  readonly predictions: readonly ListedPrediction[];
  /** Cursor of the next page; null where this is the last for now. */
  readonly next: string | null;
  /** Why there are none while the model is silent, in one sentence; null where they are shown. */
  readonly silentBecause: string | null;
  readonly provenance: string;
}
