"use server";
import { act, type Result } from "@/app/_adapters/act";
import type {
  EmergencyAccess,
  EmergencyAccessList,
  EmergencyReason,
  EmergencyVerdict,
} from "@/lib/core/access/emergency-access";
import { breakGlass } from "@/lib/services/break-glass";
import { listBreakGlass, reviewBreakGlass } from "@/lib/services/break-glass-review";

export interface BreakGlassInput {
  readonly stayId: string;
  readonly reason: EmergencyReason;
  readonly note: string;
}

export interface BreakGlassReviewInput {
  readonly id: string;
  readonly verdict: EmergencyVerdict;
  readonly note: string;
}

/** Server action: opens a patient of another ward for an hour. */
export async function breakGlassAction(
  input: BreakGlassInput,
): Promise<Result<{ readonly stayId: string; readonly expiresAt: string }>> {
  return act(breakGlass, input);
}

/** Server action: what waits for a review, and what was reviewed lately. */
export async function listBreakGlassAction(): Promise<Result<EmergencyAccessList>> {
  return act(listBreakGlass, {});
}

/** Server action: says what is thought of one opening. */
export async function reviewBreakGlassAction(input: BreakGlassReviewInput): Promise<Result<EmergencyAccess>> {
  return act(reviewBreakGlass, input);
}
