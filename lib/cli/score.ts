import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { readMoment } from "@/lib/core/fhir/moment";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import type { DataIssue } from "@/lib/core/model/scored-stay";
import { readPatients } from "@/lib/io/fhir-files";
import { type LoadedModel, loadModel } from "@/lib/io/onnx/load-model";
import { scoreStays } from "@/lib/io/onnx/score-stays";

const HELP = `wardlight score --fhir PATH [--now ISO-8601] [--model DIR]

Prints one line of JSON for each inpatient stay: probability with every driver, or the reasons for none.

  --fhir PATH   a FHIR R4 Bundle (.json), an .ndjson[.gz] of Bundles or of resources, or a folder of them
  --now TIME    hides what is dated later; by default the latest date in each patient's data
  --model DIR   by default models/readmission/1.0.0

A count of patients, stays, scored, abstained and issues by code ends stderr. Exit 1 where anything could not be read.`;

/** Stays scored in one call: enough to keep the model busy, few enough to print as they come. */
const BATCH = 500;

interface Count {
  patients: number;
  stays: number;
  scored: number;
  abstained: number;
  readonly issues: Map<string, number>;
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { fhir: { type: "string" }, now: { type: "string" }, model: { type: "string" } },
  });
  if (values.fhir === undefined) return usage("Say what to read: --fhir PATH.");
  if (values.now !== undefined && readMoment(values.now) === null) {
    return usage(`--now should be a date or time such as 2026-03-09T06:00:00Z and is "${values.now}".`);
  }
  const root = process.env.WARDLIGHT_ROOT ?? process.cwd();
  const model = await loadModel(values.model ?? join(root, "models/readmission/1.0.0"));
  const count: Count = { patients: 0, stays: 0, scored: 0, abstained: 0, issues: new Map() };
  try {
    return await scoreAll(model, values.fhir, values.now, count);
  } finally {
    await model.close();
  }
}

async function scoreAll(model: LoadedModel, path: string, now: string | undefined, count: Count): Promise<number> {
  let complaints = 0;
  const complain = (sentence: string): void => {
    complaints += 1;
    process.stderr.write(`${sentence}\n`);
  };
  let batch: PreparedStay[] = [];
  for await (const { entries, shared } of readPatients(path, complain)) {
    const options = { ...(now === undefined ? {} : { now }), ...(shared ? { shared } : {}) };
    const { stays, issues } = preparePatient(entries, options);
    count.patients += 1;
    if (stays.length === 0) countIssues(issues, count);
    for (const { summary: _, ...stay } of stays) batch.push(stay);
    if (batch.length < BATCH) continue;
    await print(model, batch, count);
    batch = [];
  }
  await print(model, batch, count);
  const { issues, ...totals } = count;
  process.stderr.write(`${JSON.stringify({ ...totals, issues: Object.fromEntries([...issues].sort()) })}\n`);
  return complaints > 0 ? 1 : 0;
}

function usage(sentence: string): number {
  process.stderr.write(`${sentence}\n\n${HELP}\n`);
  return 2;
}

async function print(model: LoadedModel, batch: readonly PreparedStay[], count: Count): Promise<void> {
  if (batch.length === 0) return;
  for (const stay of await scoreStays(model, batch)) {
    count.stays += 1;
    if (stay.probability === null) count.abstained += 1;
    else count.scored += 1;
    countIssues(stay.issues, count);
    if (!process.stdout.write(`${JSON.stringify(stay)}\n`)) await once(process.stdout, "drain");
  }
}

function countIssues(issues: readonly DataIssue[], { issues: byCode }: Count): void {
  for (const { code } of issues) byCode.set(code, (byCode.get(code) ?? 0) + 1);
}

export const score: CliVerb = { help: HELP, run };
