import type { ApiRequest } from "@/app/_adapters/api/api-request";
import { isDeeperThan } from "@/lib/core/api/json-depth";
import { Fault } from "@/lib/core/fault";

const JSON_TYPES = /^application\/(fhir\+)?json\s*(;|$)/i;
const MEGABYTE = 1024 * 1024;
/** FHIR nests less than half as deep. */
const DEEPEST = 64;

async function readBytes(request: ApiRequest, maximumBytes: number): Promise<Buffer> {
  const tooLarge = (): Fault => new Fault("too-large", `A request here can be at most ${maximumBytes / MEGABYTE} MB.`);
  if (Number(request.headers.get("content-length") ?? 0) > maximumBytes) throw tooLarge();
  if (!/^(identity)?$/i.test(request.headers.get("content-encoding") ?? ""))
    throw new Fault("unsupported", "Send the request without compressing it.");
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > maximumBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A request's body as text, read no further than the limit. Throws a Fault too-large or unsupported. */
export const readText = async (request: ApiRequest, maximumBytes: number): Promise<string> =>
  (await readBytes(request, maximumBytes)).toString("utf8");

/** A JSON body's text and value; what cannot be read is not repeated. Throws a Fault too-large, unsupported or bad-input. */
export async function readJson(request: ApiRequest, maximumBytes: number): Promise<{ text: string; value: unknown }> {
  if (!JSON_TYPES.test(request.headers.get("content-type") ?? ""))
    throw new Fault("unsupported", "Send JSON, with Content-Type: application/json.");
  const bytes = await readBytes(request, maximumBytes);
  if (isDeeperThan(bytes, DEEPEST)) throw new Fault("bad-input", "The request nests too deep.");
  const text = bytes.toString("utf8");
  try {
    return { text, value: JSON.parse(text) as unknown };
  } catch {
    throw new Fault("bad-input", "The body is not complete JSON.");
  }
}
