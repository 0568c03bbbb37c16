import "server-only";
import type { z } from "zod";
import { sessionCaller } from "@/app/_adapters/session";
import { type FaultCode, isFault } from "@/lib/core/fault";
import { runningHouse } from "@/lib/services/running-house";
import type { Verb } from "@/lib/services/verb";

/** What a page or a form gets back: the answer, or why not in one sentence that may be shown. */
export type Result<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly error: { readonly code: FaultCode | "error"; readonly message: string } };

interface Asked {
  /** The page asked by itself, nobody did: that does not keep a session open. */
  readonly background?: boolean;
}

/** Does something and says how it went. Never throws. */
export async function attempt<Output>(work: () => Promise<Output>): Promise<Result<Output>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (isFault(error)) return { ok: false, error: { code: error.code, message: error.message } };
    return { ok: false, error: { code: "error", message: "Something went wrong on our side. Nothing was changed." } };
  }
}

/** Runs a verb as whoever is signed in. Never throws: what went wrong is part of the answer. */
export async function act<Input extends z.ZodType, Output>(
  verb: Verb<Input, Output>,
  input: z.input<Input>,
  asked: Asked = {},
): Promise<Result<Output>> {
  return attempt(async () => verb(runningHouse(), await sessionCaller(asked), input));
}
