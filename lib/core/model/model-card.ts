import { VIEWS } from "@/lib/core/features/feature-spec";
import type { LabelTarget } from "@/lib/core/labels/label";
import { isLocalSource } from "@/lib/core/model/local-source";
import type { Manifest } from "@/lib/core/model/manifest";

/** What it predicts, and what it must not be taken for. */
const SAID: Readonly<Record<LabelTarget, string>> = {
  "any-readmission-30d":
    "**any inpatient readmission within 30 days** of discharge, planned or not. It is not a model of *unplanned* or *avoidable* readmission.",
  "unplanned-readmission-30d":
    "**unplanned readmission within 30 days** of discharge, CMS-style (docs/labels.md). Its figures do not compare with those of a model of *any* readmission, and it is not a model of *avoidable* readmission.",
};

const number = (value: number | null, decimals = 3): string => (value === null ? "–" : value.toFixed(decimals));
const range = (interval: readonly [number, number] | null): string =>
  interval === null ? "–" : `${number(interval[0])}–${number(interval[1])}`;

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function performance({ metrics }: Manifest): string {
  return table(
    ["view", "stays", "readmitted", "AUROC (95 % interval)", "AUPRC", "Brier", "ECE", "slope", "intercept"],
    VIEWS.map((view) => {
      const m = metrics[view];
      return [
        view,
        m.n,
        m.positives,
        `${number(m.auroc)} (${range(m.aurocCi95)})`,
        number(m.auprc),
        number(m.brier),
        number(m.ece, 4),
        number(m.calibrationSlope, 2),
        number(m.calibrationIntercept, 2),
      ];
    }),
  );
}

function subgroups({ metrics }: Manifest): string {
  return table(
    ["group", "stays", "readmitted", "AUROC (95 % interval)", "ECE", "observed / expected"],
    metrics.discharge.subgroups.map((s) => [
      `${s.variable}: ${s.level}`,
      s.n,
      s.positives,
      s.auroc === null ? "too few to judge" : `${number(s.auroc)} (${range(s.aurocCi95)})`,
      number(s.ece),
      number(s.oe, 2),
    ]),
  );
}

function crossValidation({ crossValidation: cv }: Manifest): string {
  if (!cv) return "No cross-validation was run for this version; the figures are out-of-bag.";
  return table(
    ["view", "AUROC, mean of folds", "logistic regression, same folds", "ECE", "slope"],
    VIEWS.map((view) => {
      const v = cv.views[view];
      return [
        view,
        number(v.auroc, 4),
        number(v.logisticRegressionAuroc, 4),
        number(v.ece, 4),
        number(v.calibrationSlope, 3),
      ];
    }),
  );
}

function reproduce({ training, model }: Manifest): string {
  if (training.settings === null) return `Made elsewhere. SHA-256 of \`model.onnx\`: \`${model.sha256}\`.`;
  if (isLocalSource(training.source))
    return `Trained here, seed ${training.settings.seed}, code version ${training.codeVersion}: the same training set, beginning with the same version, gives the same \`model.onnx\` (SHA-256 \`${model.sha256}\`).`;
  return `\`wardlight train --task readmission --data diabetic_data.csv.gz --out DIR --seed ${training.settings.seed}\` with code version ${training.codeVersion} gives the same \`model.onnx\` (SHA-256 \`${model.sha256}\`).`;
}

/** The model card: what TRIPOD+AI asks of a model, for the person who decides whether to use it. Markdown. */
export function modelCard(manifest: Manifest): string {
  const { training, operatingPoints: points } = manifest;
  const percent = (p: number) => `${(p * 100).toFixed(1)} %`;
  return `# Readmission model ${manifest.version}

An additive model (Explainable Boosting Machine) of ${SAID[manifest.target]}

## For whom

${manifest.intendedPopulation.summary} Outside it Wardlight gives no probability: ${manifest.intendedPopulation.outside.join("; ")}.

It supports the judgement of nurses and clinicians who plan discharge and follow-up. It must not decide alone, must not be used to refuse or shorten care, and must not be acted on anywhere before it was checked on that hospital's own outcomes.

## What it learnt from

${training.source} SHA-256 of the file: \`${training.dataSha256}\`.

${table(
  ["step", "rows"],
  training.attrition.map(({ step, rows }) => [step, rows]),
)}

${training.rows} stays of ${training.patients} patients, ${training.positives} readmitted (${percent(training.positives / training.rows)}). Race, ethnicity and payer are not features; race, sex and age are used to check the model. Settings, the distribution of every feature and every term are in \`manifest.json\`.

## The three views

One model serves three moments of a stay. *admission*: age, sex, kind and source of admission, specialty, prior visits. *stay*: adds diagnoses, drugs (that they are given, not how they changed) and results. *discharge*: everything. What a view cannot know contributes exactly nothing; each view has its own starting point and calibration.

## How good it is

Stays inside the intended population that the scorer had never learnt from (${manifest.metricsFrom}); intervals resample patients.

${performance(manifest)}

All index stays, patient-grouped cross-validation with everything fitted inside the folds:

${crossValidation(manifest)}

For orientation: published scores reach 0.68 (LACE, in derivation) and 0.72 (HOSPITAL, international validation) on other patients, and less elsewhere; the data differ, so none of these figures can be set beside the table above.

### By group, discharge view

${subgroups(manifest)}

Groups with fewer than 100 stays or 20 readmissions are not judged. Equal AUROC does not mean equal benefit.

## Tiers

${points.rule} Lowest probability: very high ${percent(points["very-high"])}, high ${percent(points.high)}, moderate ${percent(points.moderate)}. They rank workload; they are not clinical thresholds.

## Limits

- US hospitals, 1999–2008, patients with diabetes. Practice, coding (ICD-9-CM then, ICD-10-CM now, bridged by diagnosis groups) and drugs have changed: newer drug classes are unknown to the model.
- The training data have no times within a stay. The *admission* and *stay* views were learnt by hiding what would not be known yet; how the model does on real mid-stay data is not known.
- Discrimination is modest. Most patients with a high number are not readmitted.
- The discharge plan is confounded by severity: it reflects how ill patients are and is not a reason to change the plan. No driver is a cause.
- Glucose and HbA1c were measured in few of these stays and are measured more now; "not measured" meant something else then.
- UCI's history counts what its hospitals saw. Visits elsewhere are unknown, there and in most records.
- Whole-stay counts follow local ordering habits.
- Rates of readmission elsewhere differ: expect to recalibrate.

## Reproduce

${reproduce(manifest)}
`;
}
