import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { type Operator, openOperator } from "@/lib/cli/run-as-operator";
import { isFault } from "@/lib/core/fault";
import { withShared } from "@/lib/core/fhir/with-shared";
import { parseEnvironment } from "@/lib/io/environment";
import { readPatients } from "@/lib/io/fhir-files";

const HELP = `wardlight import --ndjson PATH [--complete-past]

Reads FHIR R4 patients into the database, finds their stays and scores them. The same again changes nothing.

  --ndjson PATH   an .ndjson[.gz] of Bundles or of resources, a folder of them as a Bulk Export leaves it, or a Bundle
  --complete-past PATH holds every past stay of these wards, also of patients who did not come back (as a Bulk Export
                  does): only then is what followed stays that ended before counted as outcomes

Prints {patients, stays, resources, predictions, refused} as JSON. Exit 1 where anything could not be read or stored.`;

/** Patients sent at once; the verb takes no more in one transaction. */
const BATCH = 25;

interface Total {
  patients: number;
  stays: number;
  resources: number;
  predictions: number;
  refused: number;
}

/** Where patients go, and what is said of them as a whole. */
interface Target {
  readonly operator: Operator;
  readonly past: "complete" | "as-met";
}

/** Stores a batch; where one patient spoils it, each by itself, so that only that one is left out. */
async function send(target: Target, bundles: readonly unknown[], total: Total, complain: (s: string) => void) {
  try {
    const stored = await target.operator.run("import-bundles", { bundles: [...bundles], past: target.past });
    for (const key of ["patients", "stays", "resources", "predictions"] as const) total[key] += stored[key];
  } catch (error) {
    if (!isFault(error) || error.code !== "bad-input") throw error;
    if (bundles.length > 1) {
      for (const bundle of bundles) await send(target, [bundle], total, complain);
      return;
    }
    total.refused += 1;
    complain(`Patient ${total.patients + total.refused} was left out: ${error.message}`);
  }
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { ndjson: { type: "string" }, "complete-past": { type: "boolean", default: false } },
  });
  if (values.ndjson === undefined) {
    process.stderr.write(`Say what to read: --ndjson PATH.\n\n${HELP}\n`);
    return 2;
  }
  let complaints = 0;
  const complain = (sentence: string): void => {
    complaints += 1;
    process.stderr.write(`${sentence}\n`);
  };
  const total: Total = { patients: 0, stays: 0, resources: 0, predictions: 0, refused: 0 };
  const operator = await openOperator(parseEnvironment(process.env), "import");
  const target: Target = { operator, past: values["complete-past"] ? "complete" : "as-met" };
  try {
    let batch: unknown[] = [];
    for await (const { entries, shared } of readPatients(values.ndjson, complain)) {
      batch.push({ resourceType: "Bundle", type: "collection", entry: withShared(entries, shared) });
      if (batch.length < BATCH) continue;
      await send(target, batch, total, complain);
      batch = [];
    }
    if (batch.length > 0) await send(target, batch, total, complain);
  } finally {
    await operator.close();
  }
  process.stdout.write(`${JSON.stringify(total)}\n`);
  return complaints > 0 ? 1 : 0;
}

export const importFhir: CliVerb = { help: HELP, run };
