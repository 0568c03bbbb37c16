"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { FlagKind, FlagView } from "@/lib/core/worklist/flag-view";
import { flagPrediction, withdrawFlag } from "@/lib/services/flags";

export interface FlagInput {
  readonly stayId: string;
  readonly predictionId: string;
  readonly kind: FlagKind;
  readonly feature?: string | null;
  readonly note?: string;
}

/** Server action: says that the prediction on screen is wrong. */
export async function flagPredictionAction(input: FlagInput): Promise<Result<FlagView>> {
  return act(flagPrediction, input);
}

/** Server action: takes one's own flag back. */
export async function withdrawFlagAction(input: { readonly flagId: string }): Promise<Result<FlagView>> {
  return act(withdrawFlag, input);
}
