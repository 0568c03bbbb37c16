import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { openOperator } from "@/lib/cli/run-as-operator";
import { parseEnvironment } from "@/lib/io/environment";
import type { Told } from "@/lib/io/owner-socket";
import type { OperatorInput } from "@/lib/services/operator-verbs";

const HELP = `wardlight import --ndjson PATH [--complete-past]
wardlight import --export (--group ID | --patients | --system) [options] [--complete-past]

Reads FHIR R4 patients into the database, finds their stays and scores them. The same again changes nothing, and goes
on where it was if it broke off.

  --ndjson PATH   an .ndjson[.gz] of Bundles or of resources, a folder of them as a Bulk Export leaves it, or a Bundle
  --export        the server at FHIR_BASE_URL is asked for a Bulk Export of a group of patients, of all patients, or of
                  everything it has; signed in to as FHIR_CLIENT_ID where that is set
  --since TIME    only what changed since then (ISO-8601), or "last": since the export imported last
  --types A,B     resource types to ask for, instead of those that Wardlight reads
  --file-origin URL  another server that the exported files may lie at (repeatable); none is asked otherwise
  --complete-past what is read holds every past stay of these wards, also of patients who did not come back (as a Bulk
                  Export does): only then is what followed stays that ended before counted as outcomes

Says on stderr how far it is. Prints {jobId, state, patients, stays, resources, predictions, outcomes, deleted, refused,
badLines, cutFiles, complaints} as JSON. Exit 1 where anything could not be read or stored: the rest is.`;

/** What the import says on its way, for a person at a terminal. */
function sentenceOf(told: Told): string {
  if (told.complaint !== undefined) return String(told.complaint);
  if (told.reading !== undefined) return `Reading ${told.reading}: ${told.lines} lines.`;
  if (told.resumed !== undefined) return `Going on with an import that broke off: part ${told.resumed} of ${told.of}.`;
  if (told.preparing !== undefined) return `The server is preparing its export: ${told.preparing}.`;
  if (told.fetching !== undefined) return `Fetching ${told.fetching} (${told.of} files).`;
  if (told.part !== undefined)
    return `Stored part ${told.part} of ${told.of}: ${told.patients} patients, ${told.resources} new resources.`;
  return Object.entries(told)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}

const OPTIONS = {
  ndjson: { type: "string" },
  export: { type: "boolean", default: false },
  group: { type: "string" },
  patients: { type: "boolean", default: false },
  system: { type: "boolean", default: false },
  since: { type: "string" },
  types: { type: "string" },
  "file-origin": { type: "string", multiple: true },
  "complete-past": { type: "boolean", default: false },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

/** What is asked for, or how it must be said. */
function toInput(values: Values, fhirBaseUrl: string | null): OperatorInput<"import-bulk"> | string {
  const past = values["complete-past"] ? "complete" : "as-met";
  if (values.ndjson !== undefined)
    return values.export ? "Either --ndjson or --export." : { path: resolve(values.ndjson), past };
  if (!values.export) return "Say what to read: --ndjson PATH, or --export.";
  if (fhirBaseUrl === null) return "FHIR_BASE_URL is missing: it says which FHIR R4 server to read.";
  const levels = [values.group !== undefined, values.patients, values.system].filter(Boolean).length;
  if (levels !== 1) return "Say whom to export: one of --group ID, --patients and --system.";
  return {
    baseUrl: fhirBaseUrl,
    level: values.group !== undefined ? "group" : values.patients ? "patient" : "system",
    group: values.group ?? null,
    since: values.since ?? null,
    fileOrigins: values["file-origin"] ?? [],
    past,
    ...(values.types === undefined ? {} : { types: values.types.split(",") }),
  };
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const usage = (sentence: string): number => {
    process.stderr.write(`${sentence}\n\n${HELP}\n`);
    return 2;
  };
  // Before an environment is asked for: what is wrong with the command is wrong anywhere.
  if (values.ndjson === undefined && !values.export) return usage("Say what to read: --ndjson PATH, or --export.");
  const environment = parseEnvironment(process.env);
  const input = toInput(values, environment.fhirBaseUrl);
  if (typeof input === "string") return usage(input);
  const operator = await openOperator(environment, "import");
  try {
    const outcome = await operator.run("import-bulk", input, (told) => {
      process.stderr.write(`${sentenceOf(told)}\n`);
    });
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
    return outcome.state === "done" ? 0 : 1;
  } finally {
    await operator.close();
  }
}

export const importFhir: CliVerb = { help: HELP, run };
