import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Fault, isFault } from "@/lib/core/fault";

/**
 * Writes a file whole or not at all: a reader never meets half of it, and what was there stays until then. A pipe or
 * device (/dev/stdout) is written to as it comes, never replaced. Throws Fault bad-input naming the file; what the
 * chunks themselves throw as a Fault passes through.
 */
export async function writeWhole(
  file: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory()) throw new Fault("bad-input", `${file} cannot be written: it is a folder.`);
  const isPlain = there === null || there.isFile();
  const unfinished = isPlain ? `${file}.part` : file;
  try {
    await pipeline(Readable.from(chunks, { objectMode: true }), createWriteStream(unfinished));
    if (isPlain) await rename(unfinished, file);
  } catch (cause) {
    if (isPlain) await rm(unfinished, { force: true });
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (isFault(cause) || syscall === undefined) throw cause;
    throw new Fault("bad-input", `${file} cannot be written (${code}).`, { cause });
  }
}
