/**
 * How long reading FHIR takes (resources → stays, features, evidence, scores, scope, issues) against what JSON.parse
 * takes on the same text. Prints the ratio over synthea-r4, and how it grows: with more patients, and with one
 * patient's record growing. Run: node bench/run.mjs fhir
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import type { FhirEntry } from "@/lib/core/fhir/resource";

const data = process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data");
const file = join(data, "synthea-r4/bundles.clinical.ndjson.gz");
if (!existsSync(file)) {
  console.error(`${file} is not here; set WARDLIGHT_DATA to the folder that holds synthea-r4.`);
  process.exit(1);
}
const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n").filter(Boolean);

interface Measure {
  resources: number;
  megabytes: number;
  stays: number;
  parse: number;
  read: number;
}

/** Parses and reads one Bundle after the other; `asOne` reads all of them as one patient's record. */
function measure(texts: readonly string[], asOne: boolean): Measure {
  const total: Measure = { resources: 0, megabytes: 0, stays: 0, parse: 0, read: 0 };
  const all: FhirEntry[] = [];
  const read = (entries: FhirEntry[]) => {
    const start = performance.now();
    total.stays += preparePatient(entries).stays.length;
    total.read += performance.now() - start;
    total.resources += entries.length;
  };
  for (const text of texts) {
    const start = performance.now();
    const { entry } = JSON.parse(text) as { entry: FhirEntry[] };
    total.parse += performance.now() - start;
    total.megabytes += text.length / 1e6;
    if (asOne) for (const one of entry) all.push(one);
    else read(entry);
  }
  if (asOne) read(all);
  return total;
}

/** Enough Bundles, over again if need be, to hold about `resources` resources. */
function bundlesOf(resources: number): string[] {
  const perBundle = 148_502 / 615;
  const count = Math.max(1, Math.round(resources / perBundle));
  return Array.from({ length: count }, (_, at) => lines[at % lines.length] as string);
}

/** The same Bundle about one patient, with ids of its own. */
function asPatientOne(text: string): string {
  const id = /"resourceType":"Patient","id":"([^"]+)"/.exec(text)?.[1] ?? "";
  return id === "" ? text : text.replaceAll(id, "patient-one");
}

const row = (cells: readonly (string | number)[]) =>
  console.log(cells.map((cell) => String(cell).padStart(13)).join(""));
function print(name: string | number, { resources, megabytes, stays, parse, read }: Measure): void {
  row([name, resources, megabytes.toFixed(1), stays, parse.toFixed(0), read.toFixed(0), (read / parse).toFixed(3)]);
}
const HEAD = ["", "resources", "MB", "stays", "JSON.parse ms", "read ms", "ratio"];

measure(lines.slice(0, 200), false);
console.log("All of synthea-r4, best of three");
row(HEAD);
const runs = [1, 2, 3].map(() => measure(lines, false));
print(
  "615 patients",
  runs.reduce((best, run) => (run.read / run.parse < best.read / best.parse ? run : best)),
);
console.log("\nGrowth with patients");
row(HEAD);
for (const size of [1000, 10_000, 100_000]) print(`~${size}`, measure(bundlesOf(size), false));
console.log("\nGrowth of one patient's record");
row(HEAD);
for (const size of [1000, 10_000, 100_000]) print(`~${size}`, measure(bundlesOf(size).map(asPatientOne), true));
