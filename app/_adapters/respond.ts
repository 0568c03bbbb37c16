import "server-only";
import type { z } from "zod";
import { act, attempt, type Result } from "@/app/_adapters/act";
import { SECURITY_HEADERS } from "@/lib/core/access/security-headers";
import type { Verb } from "@/lib/services/verb";

type ErrorCode = Extract<Result<never>, { ok: false }>["error"]["code"];

const STATUS: Readonly<Record<ErrorCode, number>> = {
  "bad-input": 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-many": 429,
  "too-large": 413,
  unsupported: 415,
  "not-ready": 503,
  busy: 503,
  misconfigured: 500,
  error: 500,
};

const NOT_KEPT = { "Cache-Control": "no-store" };

/** Why not, in JSON: `{error: {code, message}}`. */
export function refuse({ error }: Extract<Result<never>, { ok: false }>): Response {
  return Response.json({ error }, { status: STATUS[error.code], headers: { ...SECURITY_HEADERS, ...NOT_KEPT } });
}

/** Runs a verb as whoever is signed in, and answers in JSON: the output, or `{error: {code, message}}`. */
export async function respond<Input extends z.ZodType, Output>(
  verb: Verb<Input, Output>,
  input: z.input<Input>,
): Promise<Response> {
  const result = await act(verb, input);
  return result.ok ? Response.json(result.value, { headers: NOT_KEPT }) : refuse(result);
}

/** Does something that answers nothing but how it went. */
export async function answerPlainly(work: () => Promise<void>): Promise<Response> {
  const result = await attempt(work);
  return result.ok ? Response.json({ done: true }, { headers: NOT_KEPT }) : refuse(result);
}
