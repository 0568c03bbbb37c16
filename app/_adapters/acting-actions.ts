"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { InterventionKind, InterventionView } from "@/lib/core/worklist/intervention";
import type { DismissalReason, ResponseKind, ResponseView } from "@/lib/core/worklist/response";
import { noteIntervention, withdrawIntervention } from "@/lib/services/interventions";
import { respondToPrediction, withdrawResponse } from "@/lib/services/responses";

export interface InterventionInput {
  /** One patient's stay, or those of everybody it was done for. */
  readonly stayIds: readonly string[];
  readonly kind: InterventionKind;
  readonly note?: string;
}

export interface ResponseInput {
  readonly stayId: string;
  readonly predictionId: string;
  readonly kind: ResponseKind;
  /** Of a dismissal, and only of one. */
  readonly reason?: DismissalReason | null;
  readonly note?: string;
}

/** Server action: writes down what was done for one patient or many. */
export async function noteInterventionAction({
  stayIds,
  ...rest
}: InterventionInput): Promise<Result<InterventionView[]>> {
  return act(noteIntervention, { ...rest, stayIds: [...stayIds] });
}

/** Server action: takes one's own notes back. */
export async function withdrawInterventionAction({
  interventionIds,
}: {
  readonly interventionIds: readonly string[];
}): Promise<Result<InterventionView[]>> {
  return act(withdrawIntervention, { interventionIds: [...interventionIds] });
}

/** Server action: answers the prediction on screen. */
export async function respondToPredictionAction(input: ResponseInput): Promise<Result<ResponseView>> {
  return act(respondToPrediction, input);
}

/** Server action: takes one's own answer back. */
export async function withdrawResponseAction(input: { readonly responseId: string }): Promise<Result<ResponseView>> {
  return act(withdrawResponse, input);
}
