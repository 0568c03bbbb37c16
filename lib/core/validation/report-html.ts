import { count, figureWords, fixed, intervalWords, percent } from "@/lib/core/validation/figure-words";
import { type Html, html, htmlTable } from "@/lib/core/validation/html";
import { calibrationDrawing, decisionDrawing, decisionLegend } from "@/lib/core/validation/report-charts";
import { REPORT_STYLE } from "@/lib/core/validation/report-style";
import type { GroupResult, LocalValidationReport } from "@/lib/core/validation/validation-report";
import { BARS } from "@/lib/core/validation/verdict-rules";
import { RULE_WORDS, VERDICT_WORDS, verdictSentence } from "@/lib/core/validation/verdict-words";

const day = (at: string): string => at.slice(0, 10);

function summary(report: LocalValidationReport): Html {
  const { verdict, rules, cautions } = report;
  return html`<section class="verdict ${verdict}" aria-labelledby="verdict"><h2 id="verdict">${VERDICT_WORDS[verdict]}</h2><p>${verdictSentence(report)}</p></section>
${report.simulated ? html`<p class="simulated">Simulated outcomes: made by the demonstration, not by patients.</p>` : null}
${htmlTable(
  "Rules of the verdict, fixed before any outcome was seen",
  ["Rule", "Measured", "Result"],
  rules.map(({ rule, measured, state }) => [rule, measured, RULE_WORDS[state]]),
  "words",
)}
${cautions.length > 0 ? html`<h3>To know beside it</h3><ul>${cautions.map((caution) => html`<li>${caution}</li>`)}</ul>` : null}`;
}

function methods({ model, at, period, bootstrap }: LocalValidationReport): Html {
  return html`<h2>Methods</h2>
<h3>Data</h3><p>Every inpatient stay in this Wardlight’s database as of ${day(at)}${period === null ? "" : `, discharged ${day(period.from)} to ${day(period.to)}`}. The model learnt elsewhere: ${model.trainedOn} None of the stays here took part in that.</p>
<h3>Participants</h3><p>For whom the model is: ${model.intendedPopulation} Who was left out and why is in the table under Results.</p>
<h3>Outcome</h3><p>${model.target}, planned or not, as far as this hospital’s records show it. A patient who died within 30 days without having been readmitted counts as not readmitted.</p>
<h3>Predictors and model output</h3><p>One probability a stay: the newest that was stored no later than a day after discharge and before any readmission; where there is none, the newest made in hindsight. These two are counted apart. LACE and HOSPITAL were worked out from the same records; what was not recorded counts as no points.</p>
<h3>Sample size</h3><p>No verdict below ${BARS.readmissions} readmissions (Collins et al. 2016, doi:10.1002/sim.6787; Van Calster et al. 2016, doi:10.1016/j.jclinepi.2015.12.005).</p>
<h3>Missing data</h3><p>“Not recorded” is a value of its own to the model. Nothing was imputed.</p>
<h3>Analytical methods</h3><p>AUROC; observed over expected; slope and intercept of a logistic line of the outcome on the logit (Cox 1958); expected calibration error over tenths; Brier score; net benefit (Vickers & Elkin 2006, doi:10.1177/0272989X06295361). Intervals are 95\u202f% percentile intervals over ${bootstrap.resamples} resamples of whole patients (seed ${bootstrap.seed}); of single shares, Wilson’s.</p>
<h3>Fairness</h3><p>Discrimination and calibration by sex, age, ward, and race and ethnicity where recorded. None of race, ethnicity or ward is an input of the model. Groups under 100 stays or 20 readmissions are not judged. Equal figures do not mean equal benefit.</p>`;
}

function participants({ attrition, stays, patients, readmissions, died, timing, views }: LocalValidationReport): Html {
  const rows = attrition.flatMap(({ step, stays: left, leftOut }) => [
    ...leftOut.map(({ reason, stays: out }) => [`left out: ${reason}`, html`<span class="mut">−${count(out)}</span>`]),
    [html`<strong>${step}</strong>`, html`<strong>${count(left)}</strong>`],
  ]);
  return html`<h3>Participants</h3><p>${count(stays)} stays of ${count(patients)} patients; ${count(readmissions)} (${percent(stays === 0 ? null : readmissions / stays)}) were followed by a readmission within 30 days; ${count(died)} patients died in that time without one.</p>
${htmlTable("Who was analysed", ["Step", "Stays"], rows)}
${groups("When the prediction was stored, and what the model knew", [...timing, ...views])}`;
}

function groups(caption: string, found: readonly GroupResult[]): Html {
  return htmlTable(
    caption,
    ["Group", "Stays", "Readmitted", "AUROC (95\u202f% interval)", "Observed / expected (95\u202f% interval)", "ECE"],
    found.map(({ variable, level, n, readmissions, auroc, oe, ece }) => [
      `${variable}: ${level}`,
      count(n),
      count(readmissions),
      auroc.value === null ? "too few to judge" : `${fixed(auroc.value, 3)} (${intervalWords(auroc.ci95, 3)})`,
      oe.value === null ? "–" : `${fixed(oe.value, 2)} (${intervalWords(oe.ci95, 2)})`,
      fixed(ece, 3),
    ]),
  );
}

function performance(report: LocalValidationReport): Html {
  const { discrimination: d, calibration: c, decision, model, operatingPoints, subgroups } = report;
  const per1000 = (value: number | undefined) => fixed((value ?? 0) * 1000, 1);
  return html`<h3>Model performance: discrimination</h3>
<dl><dt>AUROC, model</dt><dd>${figureWords(d.auroc, 3)}</dd><dt>AUROC, LACE</dt><dd>${figureWords(d.lace, 3)}</dd><dt>AUROC, HOSPITAL</dt><dd>${figureWords(d.hospital, 3)}</dd><dt>Model − LACE</dt><dd>${figureWords(d.aboveLace, 3)}</dd><dt>Model − HOSPITAL</dt><dd>${figureWords(d.aboveHospital, 3)}</dd></dl>
<p class="mut">The three on the same ${count(d.comparedStays)} stays. HOSPITAL was made for potentially avoidable readmission and LACE for unplanned readmission or death; the outcome here is any readmission.</p>
<h3>Model performance: calibration</h3>
<dl><dt>Observed / expected</dt><dd>${figureWords(c.oe, 2)}</dd><dt>Slope</dt><dd>${figureWords(c.slope, 2)}</dd><dt>Intercept</dt><dd>${figureWords(c.intercept, 2)}</dd><dt>ECE</dt><dd>${fixed(c.ece, 4)}</dd><dt>Brier score</dt><dd>${fixed(report.brier, 4)}; of giving everybody the rate observed here, ${fixed(report.brierOfRate, 4)}</dd></dl>
<figure>${c.curve.length > 0 ? calibrationDrawing(c.curve) : null}${htmlTable(
    "Calibration by tenths of the stays",
    ["Mean probability", "Stays", "Readmitted", "Share readmitted (95\u202f% interval)"],
    c.curve.map(({ n, expected, readmitted, observed, ci95 }) => [
      percent(expected),
      count(n),
      count(readmitted),
      `${percent(observed)} (${percent(ci95?.[0] ?? null)} to ${percent(ci95?.[1] ?? null)})`,
    ]),
  )}</figure>
<h3>Clinical usefulness: whom calling would have reached</h3>
${htmlTable(
  "At the model’s own operating points, and at those of the published scores",
  [
    "Call",
    "From",
    "Flagged",
    "Share of stays",
    "Of these readmitted",
    "Yield (95\u202f% interval)",
    "Share of readmissions reached",
  ],
  operatingPoints.map(({ name, from, flagged, flaggedShare, readmitted, yield: y, found }) => [
    name,
    from < 1 ? percent(from) : `${from} points`,
    count(flagged),
    percent(flaggedShare),
    count(readmitted),
    `${percent(y.value)} (${percent(y.ci95?.[0] ?? null)} to ${percent(y.ci95?.[1] ?? null)})`,
    percent(found),
  ]),
)}
<h3>Clinical usefulness: decision curve</h3>
<p>The threshold is the probability from which one would call: at 20\u202f% one accepts four needless calls for one that mattered. Net benefit counts calls that mattered, less the needless ones at that rate. The shaded range lies between the model’s operating points; the verdict looks there. What a call prevents is not known from this.</p>
<figure>${decisionDrawing(decision, [model.operatingPoints.moderate, model.operatingPoints["very-high"]])}${decisionLegend(decision)}${htmlTable(
    "Net benefit per 1,000 stays",
    ["Threshold", ...decision.curves.map(({ label }) => label)],
    decision.thresholds.map((threshold, position) => [
      percent(threshold, 0),
      ...decision.curves.map(({ netBenefit }) => per1000(netBenefit[position])),
    ]),
  )}</figure>
<h3>Model performance: groups</h3>
${groups("By group", subgroups)}`;
}

function discussion({ model }: LocalValidationReport): Html {
  return html`<h2>Discussion</h2>
<h3>Interpretation</h3><p>The verdict at the top follows from the rules alone. Most patients with a high number are not readmitted; a number ranks who is called first and decides nothing by itself.</p>
<h3>Limitations</h3><ul><li>Readmissions elsewhere, and visits elsewhere before the stay, are unknown unless the record shows them.</li><li>Where wards already acted on scores, acting can have prevented readmissions and make a right score look too high.</li><li>The model learnt from ${model.learntFrom}; coding, drugs and practice have changed since.</li><li>Several groups are looked at; one of twenty judged at 95\u202f% will look off by chance alone. The verdict therefore asks for whole intervals outside the range.</li></ul>
<h3>Usability</h3><p>Validate again after any change of coding, admission policy or model version, and at least twice a year. A newer report that says “do not use here” hides the scores from wards at once.</p>
<h2>Open science</h2><p>The rules are in docs/local-validation.md and lib/core/validation/verdict-rules.ts, each with its test. The same outcomes give the same report. Patient data do not leave the hospital; this report holds none.</p>`;
}

/**
 * The report as one HTML page that needs nothing else: no script, no picture, no font from elsewhere. Headings follow
 * TRIPOD+AI. Holds counts and figures, no patient.
 *
 * @see Collins et al. 2024, doi:10.1136/bmj-2023-078378
 */
export function reportHtml(report: LocalValidationReport): string {
  const { model, at } = report;
  const title = `Local validation of the ${model.task} model ${model.version}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${REPORT_STYLE}</style></head><body>
<header><h1>${title}</h1><p class="mut">External validation on this hospital’s own outcomes of a model that estimates ${model.target}. Made ${at.slice(0, 16).replace("T", " ")} UTC. Headings after TRIPOD+AI.</p></header>
<main>${summary(report)}
<h2>Introduction</h2><p>The model learnt from ${model.learntFrom}. Before anybody on a ward sees its scores, this report asks whether they hold here: do they tell patients apart, are the numbers right, for every group, and would calling by them be worth more than calling by LACE, by HOSPITAL, or calling everyone.</p>
${methods(report)}
<h2>Results</h2>
${participants(report)}
${performance(report)}
${discussion(report)}</main></body></html>
`;
  return page.text;
}
