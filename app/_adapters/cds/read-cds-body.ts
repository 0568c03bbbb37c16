import "server-only";
import { cdsRefusal } from "@/app/_adapters/cds/cds-response";
import { isDeeperThan } from "@/lib/core/cds/json-depth";

const MEGABYTE = 1024 * 1024;
/** A patient of thirty years in hospitals is a few megabytes. */
const MOST_BYTES = 24 * MEGABYTE;
/** FHIR nests less than half as deep. */
const DEEPEST = 64;

async function readBytes(request: Request): Promise<Uint8Array | null> {
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > MOST_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A request's JSON, or the refusal of what is none, too large or too deep. */
export async function readCdsBody(request: Request): Promise<{ readonly value: unknown } | Response> {
  const { headers } = request;
  if (!/^application\/(fhir\+)?json\s*(;|$)/i.test(headers.get("content-type") ?? ""))
    return cdsRefusal("unsupported", "Send JSON, with Content-Type: application/json.");
  if (!/^(identity)?$/i.test(headers.get("content-encoding") ?? ""))
    return cdsRefusal("unsupported", "Send the request without compressing it.");
  const bytes = await readBytes(request);
  if (bytes === null) return cdsRefusal("too-large", `A request can be at most ${MOST_BYTES / MEGABYTE} MB.`);
  if (isDeeperThan(bytes, DEEPEST)) return cdsRefusal("bad-input", "The request nests too deep.");
  try {
    return { value: JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown };
  } catch {
    return cdsRefusal("bad-input", "The request is not complete JSON.");
  }
}
