import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { runAsOperator } from "@/lib/cli/run-as-operator";
import { reportHtml } from "@/lib/core/validation/report-html";
import { VERDICT_WORDS } from "@/lib/core/validation/verdict-words";
import { parseEnvironment } from "@/lib/io/environment";
import { readManifest } from "@/lib/io/onnx/read-manifest";
import { writeWhole } from "@/lib/io/write-whole";

const HELP = `wardlight validate [--model DIR] [--out FILE.html]

Local validation of a model over the matured outcomes in the database: discrimination, calibration, groups, decision
curve against LACE, HOSPITAL and calling everyone, and a verdict by rules fixed beforehand (docs/local-validation.md).
The report is kept in the database, printed as JSON, and written as a page to read beside it.

  --model DIR      the model that serves; by default models/readmission/1.0.0
  --out FILE.html  where the page goes; by default validation-TASK-VERSION.html here

Works while Wardlight runs. Exit 1 where there are no outcomes yet; a report that says "do not use here" is a report,
and exit 0.`;

function usage(sentence: string): number {
  process.stderr.write(`${sentence}\n\n${HELP}\n`);
  return 2;
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { model: { type: "string" }, out: { type: "string" } } });
  const root = process.env.WARDLIGHT_ROOT ?? process.cwd();
  const { task, version, model } = await readManifest(values.model ?? join(root, "models/readmission/1.0.0"));
  const out = values.out ?? `validation-${task}-${version}.html`;
  if (!/\.html?$/.test(out)) return usage(`--out should end in .html and is "${out}".`);
  const { report } = await runAsOperator(parseEnvironment(process.env), "validate-model", { sha256: model.sha256 });
  await writeWhole(out, [reportHtml(report)]);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  const { stays, readmissions, verdict } = report;
  process.stderr.write(
    `${VERDICT_WORDS[verdict]}, on ${stays} stays with ${readmissions} readmissions. The page is ${out}.\n`,
  );
  return 0;
}

/** Local validation, for whoever decides whether a model may be shown. */
export const validate: CliVerb = { help: HELP, run };
