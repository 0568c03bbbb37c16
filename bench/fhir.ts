/**
 * How long reading FHIR takes, against what JSON.parse takes on the same text: FHIR → stays, features, scores, issues.
 * Prints the ratio over synthea-r4 and how it grows. Run: node bench/run.mjs fhir
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

function measure(count: number): { resources: number; megabytes: number; parse: number; read: number; stays: number } {
  let parse = 0;
  let read = 0;
  let resources = 0;
  let stays = 0;
  let bytes = 0;
  for (let at = 0; at < count; at += 1) {
    const line = lines[at % lines.length] as string;
    bytes += line.length;
    const start = performance.now();
    const bundle = JSON.parse(line) as { entry: FhirEntry[] };
    const parsed = performance.now();
    const prepared = preparePatient(bundle.entry);
    read += performance.now() - parsed;
    parse += parsed - start;
    resources += bundle.entry.length;
    stays += prepared.stays.length;
  }
  return { resources, megabytes: bytes / 1e6, parse, read, stays };
}

measure(60);
console.log("patients  resources      MB  stays  JSON.parse ms  read ms  ratio");
for (const count of [100, lines.length, 2 * lines.length]) {
  const { resources, megabytes, parse, read, stays } = measure(count);
  const cells = [
    count,
    resources,
    megabytes.toFixed(1),
    stays,
    parse.toFixed(0),
    read.toFixed(0),
    (read / parse).toFixed(3),
  ];
  const widths = [8, 11, 8, 7, 15, 9, 7];
  console.log(cells.map((cell, at) => String(cell).padStart(widths[at] ?? 8)).join(""));
}
