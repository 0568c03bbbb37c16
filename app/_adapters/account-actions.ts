"use server";
import { act, type Result } from "@/app/_adapters/act";
import { changeOwnPassword } from "@/lib/services/own-password";

/** Server action: a new password for whoever asks. */
export async function changeOwnPasswordAction(current: string, wanted: string): Promise<Result<unknown>> {
  return act(changeOwnPassword, { current, wanted });
}
