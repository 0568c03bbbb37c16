import "server-only";
import { createHash } from "node:crypto";
import { act } from "@/app/_adapters/act";
import { refuse } from "@/app/_adapters/respond";
import type { Worklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import { listWorklist } from "@/lib/services/worklist";

/** Rows as JSON, made once for as long as the list is kept ready: the same array is the same rows. */
const written = new WeakMap<readonly WorklistRow[], Buffer>();

function rowsAsJson(rows: readonly WorklistRow[]): Buffer {
  const known = written.get(rows);
  if (known) return known;
  const made = Buffer.from(JSON.stringify(rows));
  written.set(rows, made);
  return made;
}

function toBody({ rows, ...rest }: Worklist): Buffer {
  const head = JSON.stringify(rest).slice(0, -1);
  return Buffer.concat([Buffer.from(`${head},"rows":`), rowsAsJson(rows), Buffer.from("}")]);
}

/** Says whether a reader's copy is still right. Weak, because `asOf` differs. */
function etagOf({ version, wards, wardId }: Worklist): string {
  const essence = JSON.stringify([version, wards, wardId]);
  return `W/"${createHash("sha256").update(essence).digest("base64url").slice(0, 22)}"`;
}

/**
 * The list as JSON, or 304 where the reader has it already. Either way the verb decided who may see it and wrote down
 * that they did.
 */
export async function respondWithList(request: Request, wardId: string | null): Promise<Response> {
  const result = await act(listWorklist, { wardId });
  if (!result.ok) return refuse(result);
  const etag = etagOf(result.value);
  const headers = { "Cache-Control": "private, no-store", ETag: etag };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const body = toBody(result.value) as Uint8Array<ArrayBuffer>;
  return new Response(body, { headers: { ...headers, "Content-Type": "application/json" } });
}
