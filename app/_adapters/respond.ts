import "server-only";
import { attempt, type Result } from "@/app/_adapters/act";
import { apiHeaders, problemResponse } from "@/app/_adapters/api/problem-response";

/** Why not, as `application/problem+json`. */
export function refuse({ error }: Extract<Result<never>, { ok: false }>): Response {
  return problemResponse(error.code, error.message);
}

/** Does something that answers nothing but how it went. */
export async function answerPlainly(work: () => Promise<void>): Promise<Response> {
  const result = await attempt(work);
  return result.ok ? Response.json({ done: true }, { headers: apiHeaders() }) : refuse(result);
}
