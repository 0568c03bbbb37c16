import type { GateReport } from "@/lib/core/gates/gate-report";
import type { Manifest } from "@/lib/core/model/manifest";
import { type AttributeName, SOURCE_ATTRIBUTES } from "@/lib/core/model/source-attributes";
import { count, figureWords, fixed, percent } from "@/lib/core/validation/figure-words";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import { VERDICT_WORDS } from "@/lib/core/validation/verdict-words";

/** How a version came to be here. */
export type VersionSource = "shipped" | "trained" | "registered";

/** What the registry knows of one version. */
export interface DsiCardInput {
  readonly task: string;
  readonly version: string;
  readonly source: VersionSource;
  /** What it predicts, in words. */
  readonly target: string;
  /** null where it was registered without one. */
  readonly manifest: Manifest | null;
  /** The newest local validation of this version. */
  readonly validation: LocalValidationReport | null;
  /** The newest gates of this version. */
  readonly gates: GateReport | null;
}

/** One source attribute; null: not stated in the registry. */
export interface SourceAttribute extends AttributeName {
  readonly value: string | null;
}

export interface DsiCard {
  readonly schemaVersion: 1;
  readonly rule: "45 CFR 170.315(b)(11)(iv)(B)";
  readonly task: string;
  readonly version: string;
  readonly stated: number;
  readonly blank: number;
  readonly attributes: readonly SourceAttribute[];
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A manifest's variable in words, e.g. "ageBand" → "age band". */
const variableWords = (variable: string): string =>
  variable.replace(/[a-z][A-Z]/g, (pair) => `${pair.charAt(0)} ${pair.charAt(1).toLowerCase()}`);

type Values = Readonly<Record<string, string | null>>;

/** Which of the demographic, social and health-status data are features: by the name of the feature. */
const DEMOGRAPHIC_FEATURES = [
  ["sex", "sex"],
  ["age", "age (from the date of birth)"],
] as const;

function detailsOf({ source, target, manifest }: DsiCardInput): Values {
  const terms = manifest === null ? "" : `, with what each of ${manifest.terms.length} terms adds to it in log-odds`;
  return {
    "(1)(i)":
      source === "shipped"
        ? "The Wardlight open-source project; contact through its public repository."
        : source === "trained"
          ? "This hospital, with the trainer of Wardlight."
          : null,
    "(1)(iii)": `A probability from 0 to 1 of ${target}, a tier made from it${terms}.`,
    "(1)(iv)": "Prediction.",
    "(2)(i)": "Ordering a ward’s list so that nurses and clinicians see who may need more before and after discharge.",
    "(2)(ii)": manifest?.intendedPopulation.summary ?? null,
    "(2)(iii)": "Nurses and clinicians who plan discharge and follow-up.",
    "(2)(iv)": "Informs. It must not decide alone, and must not be used to refuse or shorten care.",
  };
}

function scopeOf({ manifest }: DsiCardInput): Values {
  return {
    "(3)(i)":
      manifest === null
        ? null
        : `No probability is given outside the intended population: ${manifest.intendedPopulation.outside.join("; ")}. Not for deciding on discharge, treatment or admission.`,
    "(3)(ii)":
      "Discrimination is modest: most patients with a high number are not readmitted. No driver is a cause. Visits elsewhere are seen only where the record shows them. Help that works makes the numbers look too high afterwards.",
  };
}

function developmentOf({ manifest }: DsiCardInput): Values {
  if (manifest === null) return {};
  const { training, metrics, features } = manifest;
  const used = DEMOGRAPHIC_FEATURES.filter(([name]) => features.includes(name)).map(([, words]) => words);
  const { subgroups, n } = metrics.discharge;
  const variables = [...new Set(subgroups.map(({ variable }) => variable))];
  const shares = variables.map((variable) => {
    const levels = subgroups.filter((group) => group.variable === variable);
    return `${variableWords(variable)}: ${levels.map((group) => `${group.level} ${percent(group.n / n)}`).join(", ")}`;
  });
  return {
    "(4)(i)": training.attrition.map(({ step, rows }) => `${step}: ${count(rows)}`).join("; "),
    "(4)(ii)": `${used.length === 0 ? "None is" : `${capitalised(used.join(" and "))} ${used.length === 1 ? "is" : "are"}`} used. Race, ethnicity, language, sexual orientation, gender identity, social determinants and health-status assessments are not.`,
    "(4)(iii)": shares.length === 0 ? null : `Of ${count(n)} stays: ${shares.join(". ")}.`,
    "(4)(iv)": `Learnt from: ${training.source} How far that is like the patients here is what a local validation is for.`,
    "(5)(i)":
      "Race, ethnicity, payer and language are never features. Every version is measured by sex, age and race where recorded.",
    "(5)(ii)":
      "A candidate is held against the version in use in every group by sex, age, race, ethnicity, payer and language: observed over expected, sensitivity and PPV at working capacity, share of calls and abstention. A group with fewer than 100 events is called “not enough to judge”.",
  };
}

interface GroupFigures {
  readonly variable: string;
  readonly level: string;
  readonly oe: number | null;
}

/** The judged groups furthest from one, in a sentence. */
function fairness(groups: readonly GroupFigures[], total: number): string {
  const judged = groups.filter((group): group is GroupFigures & { oe: number } => group.oe !== null);
  if (judged.length === 0) return `None of ${total} groups has enough events to judge.`;
  const sorted = [...judged].sort((a, b) => a.oe - b.oe);
  const [low, high] = [sorted[0], sorted.at(-1)];
  const words = (group: (typeof judged)[number] | undefined) =>
    group === undefined ? "" : `${fixed(group.oe, 2)} (${variableWords(group.variable)}: ${group.level})`;
  return `Observed over expected from ${words(low)} to ${words(high)}; ${judged.length} of ${total} groups had enough events to judge.`;
}

const validationGroups = ({ subgroups }: LocalValidationReport): GroupFigures[] =>
  subgroups.map(({ variable, level, oe }) => ({ variable, level, oe: oe.value }));

function validityHere(report: LocalValidationReport): string {
  const { stays, readmissions, discrimination, calibration, verdict, simulated, period } = report;
  const when = period === null ? "" : ` discharged ${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`;
  return `${simulated ? "Simulated outcomes, which say nothing about real patients. " : ""}${VERDICT_WORDS[verdict]}: ${count(stays)} stays${when}, ${count(readmissions)} readmitted. AUROC ${figureWords(discrimination.auroc, 3)}; slope ${figureWords(calibration.slope, 2)}; observed over expected ${figureWords(calibration.oe, 2)}.`;
}

/** A local validation is external to whoever trained elsewhere, and not to a version trained here. */
function externalOf({ source, validation }: DsiCardInput): Values {
  if (validation === null || source === "trained") return {};
  const variables = [...new Set(validation.subgroups.map(({ variable }) => variable))].filter(
    (name) => name !== "Ward",
  );
  const shares = variables.map((variable) => {
    const levels = validation.subgroups.filter((group) => group.variable === variable);
    return `${variable}: ${levels.map(({ level, n }) => `${level} ${percent(n / validation.stays)}`).join(", ")}`;
  });
  const simulated = validation.simulated ? "Simulated patients. " : "";
  return {
    "(6)(i)": `${simulated}This hospital’s own stays with known outcomes, ${count(validation.stays)} of them.`,
    "(6)(ii)": "This hospital, by the local validation of Wardlight.",
    "(6)(iii)": shares.length === 0 ? null : `${shares.join(". ")}.`,
    "(6)(iv)":
      "Predictions stored by a day after discharge against what followed within 30 days, by rules that were fixed beforehand; intervals by resampling patients.",
    "(7)(iii)": validityHere(validation),
    "(7)(iv)": fairness(validationGroups(validation), validation.subgroups.length),
  };
}

function measuresOf({ source, manifest, validation, gates }: DsiCardInput): Values {
  const own = manifest?.metrics.discharge ?? null;
  const later =
    gates === null
      ? ""
      : ` On ${count(gates.stays)} later stays here${gates.simulated ? " with simulated outcomes" : ""}: AUROC ${figureWords(gates.comparison.candidate.auroc, 3)}, slope ${figureWords(gates.comparison.candidate.slope, 2)}.`;
  return {
    "(7)(i)":
      own === null || manifest === null
        ? null
        : `On stays it had not seen (${manifest.metricsFrom}), discharge view: AUROC ${figureWords({ value: own.auroc, ci95: own.aurocCi95 }, 3)}, slope ${fixed(own.calibrationSlope, 2)}, ECE ${fixed(own.ece, 4)}, ${count(own.n)} stays.${source === "trained" ? later : ""}`,
    "(7)(ii)": own === null ? null : fairness(own.subgroups, own.subgroups.length),
    "(7)(v)": null,
    "(8)(i)":
      "Outcomes are settled each day as 30 days pass. A data scientist runs a local validation at any time; it is not run by itself.",
    "(8)(ii)": validation === null ? null : validityHere(validation),
    "(8)(iii)": "With every local validation and whenever a candidate is judged: every group that is recorded.",
    "(8)(iv)": validation === null ? null : fairness(validationGroups(validation), validation.subgroups.length),
    "(9)(i)":
      "At no fixed times. A new version serves only after it was held against the one in use on later stays, and a person promoted it with a reason.",
    "(9)(ii)": null,
  };
}

/**
 * The source attributes of one version, filled from what the registry holds. What nobody stated is null and shown as
 * such: nothing is filled in for looks.
 */
export function dsiCard(input: DsiCardInput): DsiCard {
  const values: Values = {
    ...detailsOf(input),
    ...scopeOf(input),
    ...developmentOf(input),
    ...externalOf(input),
    ...measuresOf(input),
  };
  const attributes = SOURCE_ATTRIBUTES.map((attribute) => ({ ...attribute, value: values[attribute.id] ?? null }));
  const blank = attributes.filter(({ value }) => value === null).length;
  return {
    schemaVersion: 1,
    rule: "45 CFR 170.315(b)(11)(iv)(B)",
    task: input.task,
    version: input.version,
    stated: attributes.length - blank,
    blank,
    attributes,
  };
}
