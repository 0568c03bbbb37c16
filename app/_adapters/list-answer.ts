import "server-only";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { listText } from "@/app/_adapters/list-text";
import { takesGzip } from "@/app/_adapters/takes-gzip";
import { HTTPS_ONLY, SECURITY_HEADERS } from "@/lib/core/access/security-headers";
import type { Worklist } from "@/lib/core/worklist/worklist";

type Bytes = Buffer<ArrayBuffer>;

interface Written {
  readonly plain: Bytes;
  /** Made when it is first asked for. */
  gzipped: Promise<Bytes> | null;
}

/** The same object is the same list for as long as it is kept ready, and gone with it. */
const written = new WeakMap<Worklist, Written>();

function writtenOf(list: Worklist): Written {
  const known = written.get(list) ?? { plain: Buffer.from(listText(list)), gzipped: null };
  written.set(list, known);
  return known;
}

const compress = promisify(gzip);

async function gzippedOf(text: Written): Promise<Bytes> {
  text.gzipped ??= compress(text.plain);
  try {
    return await text.gzipped;
  } catch (error) {
    text.gzipped = null;
    throw error;
  }
}

export interface ListAnswer {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes | null;
}

/**
 * The list as JSON, or 304 where the reader has it already. Readers of the same wards share one text of it, compressed
 * once. Either way the verb has decided who may see it and written down that they did.
 */
export async function answerWithList(
  list: Worklist,
  asked: { readonly ifNoneMatch?: string | undefined; readonly acceptEncoding?: string | undefined },
): Promise<ListAnswer> {
  // Weak: it names what the list says, not the bytes, and not the moment it was put together.
  const etag = `W/"${list.version}"`;
  const headers = {
    ...SECURITY_HEADERS,
    ...(process.env.NEXTAUTH_URL?.startsWith("https:") ? Object.fromEntries([HTTPS_ONLY]) : {}),
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "private, no-store",
    Vary: "Accept-Encoding",
    ETag: etag,
  };
  if (asked.ifNoneMatch === etag) return { status: 304, headers, body: null };
  const json = { ...headers, "Content-Type": "application/json" };
  const text = writtenOf(list);
  if (!takesGzip(asked.acceptEncoding)) return { status: 200, headers: json, body: text.plain };
  return { status: 200, headers: { ...json, "Content-Encoding": "gzip" }, body: await gzippedOf(text) };
}
