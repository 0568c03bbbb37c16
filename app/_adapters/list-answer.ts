import "server-only";
import { createHash } from "node:crypto";
import { act } from "@/app/_adapters/act";
import { refuse } from "@/app/_adapters/respond";
import { HTTPS_ONLY, SECURITY_HEADERS } from "@/lib/core/access/security-headers";
import type { Worklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import { listWorklist } from "@/lib/services/worklist";

type Bytes = Uint8Array<ArrayBuffer>;

/** By rows and tag: the same array is the same rows for as long as the list is kept ready, and gone with it. */
const written = new WeakMap<readonly WorklistRow[], Map<string, Bytes>>();

function writtenOf(list: Worklist, etag: string): Bytes {
  const ofRows = written.get(list.rows) ?? new Map<string, Bytes>();
  written.set(list.rows, ofRows);
  const known = ofRows.get(etag);
  if (known) return known;
  const made = Buffer.from(JSON.stringify(list)) as Bytes;
  ofRows.set(etag, made);
  return made;
}

/** Says whether a reader's copy is still right. Weak, because a proxy in front may compress it. */
function etagOf({ rows: _rows, ...rest }: Worklist): string {
  return `W/"${createHash("sha256").update(JSON.stringify(rest)).digest("base64url").slice(0, 22)}"`;
}

function headersOf(etag: string): Headers {
  const headers = new Headers(SECURITY_HEADERS);
  if (process.env.NEXTAUTH_URL?.startsWith("https:")) headers.set(...HTTPS_ONLY);
  headers.set("Content-Security-Policy", "default-src 'none'");
  headers.set("Cache-Control", "private, no-store");
  headers.set("ETag", etag);
  return headers;
}

/**
 * The list as JSON, or 304 where the reader has it already. Either way the verb decided who may see it and wrote down
 * that they did. Readers of the same wards share one text of it. It goes out as it is: the framework neither compresses
 * it nor keeps the header of a text that came compressed, so compressing is left to a proxy in front.
 */
export async function respondWithList(request: Request, wardId: string | null): Promise<Response> {
  const result = await act(listWorklist, { wardId });
  if (!result.ok) return refuse(result);
  const etag = etagOf(result.value);
  const headers = headersOf(etag);
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  headers.set("Content-Type", "application/json");
  return new Response(writtenOf(result.value, etag), { headers });
}
