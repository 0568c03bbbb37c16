import "server-only";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { act } from "@/app/_adapters/act";
import { refuse } from "@/app/_adapters/respond";
import { HTTPS_ONLY, SECURITY_HEADERS } from "@/lib/core/access/security-headers";
import type { Worklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import { listWorklist } from "@/lib/services/worklist";

const zip = promisify(gzip);

type Bytes = Uint8Array<ArrayBuffer>;

/** One list in JSON, as it is and compressed. */
interface Written {
  readonly plain: Bytes;
  gzip?: Promise<Bytes>;
}

/** By rows and tag: the same array is the same rows for as long as the list is kept ready, and gone with it. */
const written = new WeakMap<readonly WorklistRow[], Map<string, Written>>();

function writtenOf(list: Worklist, etag: string): Written {
  const ofRows = written.get(list.rows) ?? new Map<string, Written>();
  written.set(list.rows, ofRows);
  const known = ofRows.get(etag);
  if (known) return known;
  const made: Written = { plain: Buffer.from(JSON.stringify(list)) as Bytes };
  ofRows.set(etag, made);
  return made;
}

/** Says whether a reader's copy is still right. Weak, because it may come compressed. */
function etagOf({ rows: _rows, ...rest }: Worklist): string {
  return `W/"${createHash("sha256").update(JSON.stringify(rest)).digest("base64url").slice(0, 22)}"`;
}

function headersOf(etag: string): Headers {
  const headers = new Headers(SECURITY_HEADERS);
  if (process.env.NEXTAUTH_URL?.startsWith("https:")) headers.set(...HTTPS_ONLY);
  headers.set("Content-Security-Policy", "default-src 'none'");
  headers.set("Cache-Control", "private, no-store");
  headers.set("Vary", "Accept-Encoding");
  headers.set("ETag", etag);
  return headers;
}

/**
 * The list as JSON, or 304 where the reader has it already. Either way the verb decided who may see it and wrote down
 * that they did. Readers of the same wards share one text of it, compressed once.
 */
export async function respondWithList(request: Request, wardId: string | null): Promise<Response> {
  const result = await act(listWorklist, { wardId });
  if (!result.ok) return refuse(result);
  const etag = etagOf(result.value);
  const headers = headersOf(etag);
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  headers.set("Content-Type", "application/json");
  const body = writtenOf(result.value, etag);
  if (!/\bgzip\b/.test(request.headers.get("accept-encoding") ?? "")) return new Response(body.plain, { headers });
  body.gzip ??= zip(body.plain) as Promise<Bytes>;
  headers.set("Content-Encoding", "gzip");
  return new Response(await body.gzip, { headers });
}
