import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import { Fault } from "@/lib/core/fault";
import { isGzip } from "@/lib/io/line-reader";

/**
 * The rows of a CSV file, gzip or not, one record by column name at a time. Throws Fault bad-input naming the file
 * (and the line, where the CSV itself is broken) when it cannot be read.
 */
export async function* readCsvRecords(path: string): AsyncGenerator<Readonly<Record<string, string>>> {
  const start = new Uint8Array(2);
  try {
    const handle = await open(path);
    await handle.read(start, 0, 2, 0);
    await handle.close();
  } catch (cause) {
    throw new Fault("bad-input", `${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown"}).`, {
      cause,
    });
  }
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true, relax_quotes: true });
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const feeding = isGzip(start) ? pipeline(file, createGunzip(), parser) : pipeline(file, parser);
  // The parser's own iterator throws the same error; this promise only must not go unheard.
  feeding.catch(() => undefined);
  try {
    for await (const record of parser) yield record as Readonly<Record<string, string>>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new Fault("bad-input", `${path} is not a readable CSV file: ${reason}`, { cause });
  } finally {
    file.destroy();
  }
}
