import { Fault } from "@/lib/core/fault";

const JSON_TYPES = /^application\/(fhir\+)?json\s*(;|$)/i;
const MEGABYTE = 1024 * 1024;

/** A request's body as text, read no further than the limit. Throws a Fault too-large or unsupported. */
export async function readText(request: Request, maximumBytes: number): Promise<string> {
  const tooLarge = (): Fault => new Fault("too-large", `A request here can be at most ${maximumBytes / MEGABYTE} MB.`);
  if (Number(request.headers.get("content-length") ?? 0) > maximumBytes) throw tooLarge();
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity")
    throw new Fault("unsupported", "Send the request without compressing it.");
  if (request.body === null) return "";
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > maximumBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** A JSON body's text and value; what cannot be read is not repeated. */
export async function readJson(request: Request, maximumBytes: number): Promise<{ text: string; value: unknown }> {
  if (!JSON_TYPES.test(request.headers.get("content-type") ?? ""))
    throw new Fault("unsupported", "Send JSON, with Content-Type: application/json.");
  const text = await readText(request, maximumBytes);
  try {
    return { text, value: JSON.parse(text) as unknown };
  } catch {
    throw new Fault("bad-input", "The body is not complete JSON.");
  }
}
