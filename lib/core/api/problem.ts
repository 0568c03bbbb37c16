import { z } from "zod";
import { FAULT_CODES, type FaultCode } from "@/lib/core/fault";

export type ProblemCode = FaultCode | "error";

/** HTTP status and title by code. */
export const PROBLEMS: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  "bad-input": { status: 400, title: "The request is not right" },
  unauthenticated: { status: 401, title: "It is not known who asks" },
  forbidden: { status: 403, title: "This is not allowed" },
  "not-found": { status: 404, title: "There is no such thing" },
  conflict: { status: 409, title: "It does not fit what is there now" },
  "too-large": { status: 413, title: "The request is too large" },
  unsupported: { status: 415, title: "This form of content is not read" },
  "too-many": { status: 429, title: "Too many requests" },
  misconfigured: { status: 500, title: "Wardlight is not set up right" },
  error: { status: 500, title: "Something went wrong on our side" },
  "not-ready": { status: 503, title: "Wardlight is not ready" },
  busy: { status: 503, title: "Wardlight is busy" },
};

/**
 * Why a request was refused. `detail` is one sentence that repeats nothing of what was sent.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: "Names the kind of problem: `urn:wardlight:problem:` and the code." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "One sentence that may be shown; it repeats nothing of what was sent." }),
    code: z.enum([...FAULT_CODES, "error"]),
  })
  .meta({ id: "Problem" });
export type Problem = z.output<typeof problemSchema>;

export function toProblem(code: ProblemCode, detail: string): Problem {
  const { status, title } = PROBLEMS[code];
  return { type: `urn:wardlight:problem:${code}`, title, status, detail, code };
}
