import type { AdmissionManifest } from "@/lib/core/admission/admission-manifest";

const number = (value: number | null, decimals = 3): string => (value === null ? "–" : value.toFixed(decimals));
const withRange = (value: number | null, range: readonly [number, number] | null): string =>
  `${number(value)}${range === null ? "" : ` (95 % interval ${number(range[0])}–${number(range[1])})`}`;
const percent = (p: number): string => `${(p * 100).toFixed(1)} %`;

function howGood({ validation, metrics }: AdmissionManifest): string {
  const rest = `${validation ? "Of the first repeat alone, as are the groups below: calibration" : "Calibration"} slope ${number(metrics.calibrationSlope, 2)}, intercept ${number(metrics.calibrationIntercept, 2)}, expected calibration error ${number(metrics.ece)}, Brier ${number(metrics.brier)}, AUPRC ${number(metrics.auprc)}.`;
  if (!validation) return `No cross-validation was run; out-of-bag AUROC ${number(metrics.auroc)}.\n\n${rest}`;
  const { folds, repeats, n, positives, triageAlone, gainCi95 } = validation;
  return `${repeats} × ${folds}-fold cross-validation on ${n} visits, ${positives} of them admitted, everything fitted inside the folds; intervals resample visits.

- the model: AUROC ${withRange(validation.auroc, validation.aurocCi95)}; single repeats ${number(Math.min(...validation.repeatAurocs))} to ${number(Math.max(...validation.repeatAurocs))}
- triage level alone: AUROC ${withRange(triageAlone.auroc, triageAlone.aurocCi95)}
- what the model adds to triage, 95 % interval: ${gainCi95 === null ? "–" : `${number(gainCi95[0])} to ${number(gainCi95[1])}`}

${rest}`;
}

const subgroups = ({ metrics }: AdmissionManifest): string =>
  [
    "| group | visits | admitted | AUROC (95 % interval) | observed / expected |",
    "| --- | --- | --- | --- | --- |",
    ...metrics.subgroups.map(
      (s) =>
        `| ${s.variable}: ${s.level} | ${s.n} | ${s.positives} | ${s.auroc === null ? "too few to judge" : withRange(s.auroc, s.aurocCi95)} | ${number(s.oe, 2)} |`,
    ),
  ].join("\n");

/** The admission model's card, for the person who decides whether to use it. Markdown. */
export function admissionCard(manifest: AdmissionManifest): string {
  const { training, model, intendedPopulation } = manifest;
  return `# Emergency admission model ${manifest.version}

An additive model (Explainable Boosting Machine, main effects only) of **admission at the end of a visit to the emergency department**: to a ward, to intensive care or to theatre. Going home, to another hospital, and death are not an admission.

## For whom

${intendedPopulation.summary} Outside it Wardlight gives no probability: ${intendedPopulation.outside.join("; ")}.

It is made to be **added up** over everybody in the department, to say how many beds will be asked for. It must not decide whether one patient is admitted, and it must not delay or hasten care.

## Silent until retrained

It learnt from ${training.rows} visits to two hospitals of one country. That is enough to show that the method works and too little to trust elsewhere: who is admitted depends on local beds, habits and payment. Outside the demo it stays silent until it was retrained on local visits (\`wardlight train --task admission\`) and that version was approved.

## What it learnt from

${training.source} SHA-256 of the file: \`${training.dataSha256}\`. ${training.rows} visits, ${training.positives} admitted (${percent(training.positives / training.rows)}). The file names no patients, so every visit is taken for one of its own; if some came twice, the intervals are a little too narrow.

Known at triage and used: ${manifest.features.join(", ")}. Known only afterwards and never read: the expert's triage, triage errors, the diagnosis, the length of the visit, the time triage took. Left out because they mean nothing elsewhere: the hospital, and how many patients an hour it saw.

## How good it is

${howGood(manifest)}

### By group

${subgroups(manifest)}

Groups with fewer than 100 visits or 20 admissions are not judged.

## Limits

- About a thousand visits: a single level of a feature may rest on a dozen patients. Ridges hold it near zero; it may still be chance.
- Chief complaints were grouped by words in English as triage nurses wrote them. What is in no group reads "another complaint".
- "Not measured" is a value. Oxygen saturation was measured in fewer than half of these visits, chiefly in the ill; where everybody is measured, its meaning changes.
- A triage scale other than the five-level Korean one (KTAS, made after the Canadian CTAS) ranks alike but not the same.
- No driver is a cause.

## Reproduce

\`wardlight train --task admission --data visits.csv --out DIR --seed ${training.settings.seed}\` with code version ${training.codeVersion} gives the same \`model.onnx\` (SHA-256 \`${model.sha256}\`).
`;
}
