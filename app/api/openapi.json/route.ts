import { apiDocument } from "@/app/_adapters/api/document";
import { apiHeaders } from "@/app/_adapters/api/problem-response";

export const dynamic = "force-dynamic";

let written: string | null = null;

/** OpenAPI 3.1 of everything under /api/v1. It tells of no patient, and anybody may read it. */
export function GET(): Response {
  written ??= JSON.stringify(apiDocument());
  return new Response(written, { headers: apiHeaders({ "Content-Type": "application/json" }) });
}
