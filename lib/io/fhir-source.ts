import { open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Fault } from "@/lib/core/fault";
import { isGzip } from "@/lib/io/line-reader";

/** How a file's text is laid out: one JSON value a line, or one value over many lines. */
export type Layout = "lines" | "whole" | "binary" | "empty";

export interface SourceFile {
  readonly path: string;
  /** What it is called in messages. */
  readonly name: string;
  readonly gzip: boolean;
  readonly layout: Layout;
  readonly bytes: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly writtenMs: number;
}

/** When the oldest of the files was written: nothing in them is known to be newer. */
export const oldestOf = (files: readonly Pick<SourceFile, "writtenMs">[]): Date =>
  new Date(files.reduce((oldest, { writtenMs }) => Math.min(oldest, writtenMs), Number.POSITIVE_INFINITY));

const NOT_FHIR = /\.(md|txt|csv|tsv|pdf|html?|xml|parquet|ya?ml|log|sha256|md5)(\.gz)?$/i;
const SNIFFED_BYTES = 64 * 1024;
/** Open files are limited. */
const OPEN_AT_ONCE = 64;

/** The FHIR files at a path: the file itself, or every file of a folder. Throws Fault bad-input where there is none. */
export async function listSources(path: string): Promise<readonly SourceFile[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new Fault("bad-input", `${path}: there is no such file or folder.`);
  if (!found.isDirectory()) return [await sniff(path, path)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith(".") && !NOT_FHIR.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) {
    throw new Fault("bad-input", `${path}: the folder holds no FHIR file (.json, .ndjson or .ndjson.gz).`);
  }
  const sources: SourceFile[] = [];
  for (let from = 0; from < files.length; from += OPEN_AT_ONCE) {
    const some = files.slice(from, from + OPEN_AT_ONCE);
    sources.push(...(await Promise.all(some.map((file) => sniff(file, basename(file))))));
  }
  return sources;
}

async function sniff(path: string, name: string): Promise<SourceFile> {
  const handle = await open(path).catch((thrown: NodeJS.ErrnoException) => {
    throw new Fault("bad-input", `${name}: the file cannot be opened (${thrown.code ?? "unknown reason"}).`);
  });
  try {
    const { size, mtimeMs } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    const raw = buffer.subarray(0, bytesRead);
    const gzip = isGzip(raw);
    return {
      path,
      name,
      gzip,
      bytes: size,
      writtenMs: mtimeMs,
      layout: layoutOf(gzip ? firstUnzipped(raw) : raw, name),
    };
  } finally {
    await handle.close();
  }
}

/** As much as the start of a gzip file unpacks to; empty where it is damaged. */
function firstUnzipped(raw: Buffer): Buffer {
  try {
    // Z_SYNC_FLUSH: the end of the stream is not in these bytes, and need not be.
    return gunzipSync(raw, { finishFlush: 2 });
  } catch {
    return Buffer.alloc(0);
  }
}

function layoutOf(start: Buffer, name: string): Layout {
  if (start.includes(0)) return "binary";
  const text = start
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text === "") return start.length === 0 && !/\.gz$/i.test(name) ? "empty" : "lines";
  const end = text.indexOf("\n");
  if (end < 0) return "lines";
  const first = text.slice(0, end).trim();
  if (/^[[{]+$/.test(first)) return "whole";
  return /\.json(\.gz)?$/i.test(name) && !isJson(first) ? "whole" : "lines";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
