import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { openOperator } from "@/lib/cli/run-as-operator";
import { parseEnvironment } from "@/lib/io/environment";
import type { Told } from "@/lib/io/owner-socket";

const HELP = `wardlight import --ndjson PATH [--complete-past]

Reads FHIR R4 patients into the database, finds their stays and scores them. The same again changes nothing, and goes
on where it was if it broke off.

  --ndjson PATH   an .ndjson[.gz] of Bundles or of resources, a folder of them as a Bulk Export leaves it, or a Bundle
  --complete-past PATH holds every past stay of these wards, also of patients who did not come back (as a Bulk Export
                  does): only then is what followed stays that ended before counted as outcomes

Says on stderr how far it is. Prints {jobId, state, patients, stays, resources, predictions, outcomes, deleted, refused,
badLines, complaints} as JSON. Exit 1 where anything could not be read or stored: the rest is.`;

/** What the import says on its way, for a person at a terminal. */
function sentenceOf(told: Told): string {
  if (told.complaint !== undefined) return String(told.complaint);
  if (told.reading !== undefined) return `Reading ${told.reading}: ${told.lines} lines.`;
  if (told.resumed !== undefined) return `Going on with an import that broke off: part ${told.resumed} of ${told.of}.`;
  if (told.part !== undefined)
    return `Stored part ${told.part} of ${told.of}: ${told.patients} patients, ${told.resources} new resources.`;
  return Object.entries(told)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
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
  const operator = await openOperator(parseEnvironment(process.env), "import");
  try {
    const past = values["complete-past"] ? "complete" : "as-met";
    const path = resolve(values.ndjson);
    const outcome = await operator.run("import-bulk", { path, past }, (told) => {
      process.stderr.write(`${sentenceOf(told)}\n`);
    });
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
    return outcome.state === "done" ? 0 : 1;
  } finally {
    await operator.close();
  }
}

export const importFhir: CliVerb = { help: HELP, run };
