import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

/** Longer lines are not read: they would not fit beside everything else. */
export const LONGEST_LINE_BYTES = 100 * 1024 * 1024;

/** One line of a file: its text, or null where it was too long to read. Lines count from 1. */
export interface Line {
  readonly number: number;
  readonly text: string | null;
}

/** Whether a file begins with gzip's magic number, whatever it is called. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

const NEWLINE = 10;

/** Reads a text file, gzip or not, line by line in bounded memory. Throws what the file system or gunzip throws. */
export async function* readLines(path: string, gzip: boolean, longest = LONGEST_LINE_BYTES): AsyncGenerator<Line> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const source = gzip ? file.pipe(createGunzip({ chunkSize: 1 << 20 })) : file;
  if (source !== file) file.on("error", (error) => source.destroy(error));
  yield* splitLines(source as AsyncIterable<Buffer>, longest);
}

/** The lines of a text that comes in pieces; throws what its source throws. */
export async function* splitLines(
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
  longest = LONGEST_LINE_BYTES,
): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let size = 0;
  let number = 1;
  const take = (): Line => {
    const text =
      size > longest ? null : ((pieces.length === 1 ? pieces[0] : Buffer.concat(pieces))?.toString("utf8") ?? "");
    pieces = [];
    size = 0;
    const line = { number, text };
    number += 1;
    return line;
  };
  const keep = (piece: Buffer): void => {
    size += piece.length;
    if (size <= longest) pieces.push(piece);
    else pieces = [];
  };
  for await (const chunk of source) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, at));
      yield take();
      from = at + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (size > 0) yield take();
}
