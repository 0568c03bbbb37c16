"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { CutoffView } from "@/lib/core/worklist/cutoff";
import { setCutoff } from "@/lib/services/cutoffs";

/** Server action: how many patients these wards can act on today; 0 takes the line away. */
export async function setCutoffAction(input: {
  readonly wardId: string | null;
  readonly capacity: number;
}): Promise<Result<CutoffView>> {
  return act(setCutoff, input);
}
