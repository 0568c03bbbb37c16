import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { Fault } from "@/lib/core/fault";
import { parseUciRow } from "@/lib/core/uci/uci-row";
import { uciRowToBundle } from "@/lib/core/uci/uci-to-fhir";
import { readCsvRecords } from "@/lib/io/csv-records";
import { writeWhole } from "@/lib/io/write-whole";

const HELP = `wardlight uci-to-fhir --data FILE --out FILE.ndjson [--limit N]

Writes each row of UCI Diabetes-130 as one FHIR R4 transaction Bundle a line, as a hospital could have sent it.

  --data FILE   diabetic_data.csv or .csv.gz
  --out FILE    NDJSON to write; replaced only once it is complete
  --limit N     only the first N rows`;

function usage(sentence: string): number {
  process.stderr.write(`${sentence}\n\n${HELP}\n`);
  return 2;
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: "string" }, out: { type: "string" }, limit: { type: "string" } },
  });
  const { data, out } = values;
  if (data === undefined) return usage("Say which rows to convert: --data FILE.");
  if (out === undefined) return usage("Say where to write: --out FILE.ndjson.");
  if (!/^\d+$/.test(values.limit ?? "0")) {
    return usage(`--limit should be a whole number and is "${values.limit}".`);
  }
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  let rows = 0;
  async function* lines(path: string): AsyncGenerator<string> {
    if (limit === 0) return;
    for await (const record of readCsvRecords(path)) {
      let line: string;
      try {
        line = JSON.stringify(uciRowToBundle(parseUciRow(record)));
      } catch (cause) {
        if (cause instanceof Fault)
          throw new Fault(cause.code, `${path}, row ${rows + 1}: ${cause.message}`, { cause });
        throw cause;
      }
      rows += 1;
      yield `${line}\n`;
      if (rows >= limit) return;
    }
  }
  await writeWhole(out, lines(data));
  process.stdout.write(`${JSON.stringify({ rows, out })}\n`);
  return 0;
}

/** UCI Diabetes-130 rows → FHIR R4 Bundles. */
export const uciToFhir: CliVerb = { help: HELP, run };
