import { count, figureWords, fixed, percent } from "@/lib/core/validation/figure-words";
import type { Figure, LocalValidationReport, RuleResult } from "@/lib/core/validation/validation-report";
import type { ValidationVerdict } from "@/lib/core/validation/verdict";

/**
 * What a local validation must show. Fixed before any local outcome was seen; the reasons are in
 * docs/local-validation.md.
 * - readmissions: with fewer than 200 events a calibration curve and its summaries are too uncertain.
 *   @see Collins, Ogundimu & Altman 2016, doi:10.1002/sim.6787; Van Calster et al. 2016, doi:10.1016/j.jclinepi.2015.12.005
 * - auroc: large models on administrative data reach 0.55 to 0.65, which their review calls poor. @see Kansagara et al. 2011, doi:10.1001/jama.2011.1515
 * - oe, slope: the whole interval inside the range. @see Van Calster et al. 2019, doi:10.1186/s12916-019-1466-7
 * - groupAuroc, groupOe: a group is badly off where its whole interval is outside.
 */
export const BARS = {
  readmissions: 200,
  auroc: 0.6,
  oe: [0.8, 1.25],
  slope: [0.7, 1.3],
  groupAuroc: 0.55,
  groupOe: [0.8, 1.25],
} as const;

type Measured = Omit<LocalValidationReport, "verdict" | "rules" | "cautions">;

/** The estimate decides whether it is wrong; the interval whether it is proven right. */
function within({ value, ci95 }: Figure, [low, high]: readonly [number, number]): RuleResult["state"] {
  if (value === null || value < low || value > high) return "not-met";
  return ci95 !== null && ci95[0] >= low && ci95[1] <= high ? "met" : "undecided";
}

function enough({ readmissions }: Measured): RuleResult {
  return {
    name: "outcomes",
    rule: `At least ${BARS.readmissions} readmissions among the stays analysed`,
    measured: count(readmissions),
    state: readmissions >= BARS.readmissions ? "met" : "undecided",
  };
}

function discriminates({ discrimination: { auroc } }: Measured): RuleResult {
  return {
    name: "discrimination",
    rule: `AUROC with its whole interval at ${fixed(BARS.auroc, 2)} or more`,
    measured: figureWords(auroc, 3),
    state: within(auroc, [BARS.auroc, 1]),
  };
}

function beatsLace({ discrimination: { aboveLace } }: Measured): RuleResult {
  const { value } = aboveLace;
  return {
    name: "better-than-lace",
    rule: "AUROC above that of LACE on the same stays",
    measured: value === null ? "cannot be measured" : `difference ${figureWords(aboveLace, 3)}`,
    state: value !== null && value > 0 ? "met" : "not-met",
  };
}

function isCalibrated({ calibration: { oe } }: Measured): RuleResult {
  return {
    name: "observed-over-expected",
    rule: `Observed over expected readmissions with its whole interval within ${BARS.oe[0]} to ${BARS.oe[1]}`,
    measured: figureWords(oe, 2),
    state: within(oe, BARS.oe),
  };
}

function hasRightSpread({ calibration: { slope } }: Measured): RuleResult {
  return {
    name: "calibration-slope",
    rule: `Calibration slope with its whole interval within ${BARS.slope[0]} to ${BARS.slope[1]}`,
    measured: figureWords(slope, 2),
    state: within(slope, BARS.slope),
  };
}

/** Mean net benefit over the thresholds from the lowest to the highest operating point; null where none lies between. */
export function meanNetBenefit({ decision, model }: Pick<Measured, "decision" | "model">, name: string): number | null {
  const { moderate, "very-high": veryHigh } = model.operatingPoints;
  const curve = decision.curves.find((one) => one.name === name);
  const values = decision.thresholds.flatMap((threshold, position) =>
    threshold >= moderate && threshold <= veryHigh ? [curve?.netBenefit[position] ?? 0] : [],
  );
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What calling by the model must be worth more than. */
const RIVALS = [
  ["everyone", "calling everyone"],
  ["nobody", "calling nobody"],
  ["lace", "LACE ≥ 10"],
] as const;

function isWorthIt(measured: Measured): RuleResult {
  const { moderate, "very-high": veryHigh } = measured.model.operatingPoints;
  const own = meanNetBenefit(measured, "model");
  const rivals = RIVALS.map(([name, words]) => ({ words, value: meanNetBenefit(measured, name) }));
  const per1000 = (value: number | null) => fixed(value === null ? null : value * 1000, 1);
  return {
    name: "net-benefit",
    rule: `Mean net benefit between the operating points (${percent(moderate)} to ${percent(veryHigh)}) above that of calling everyone, nobody, and LACE ≥ 10`,
    measured: `${per1000(own)} per 1,000 stays; ${rivals.map(({ words, value }) => `${words} ${per1000(value)}`).join(", ")}`,
    state: own !== null && rivals.every(({ value }) => value !== null && own > value) ? "met" : "not-met",
  };
}

function leavesNobodyBehind({ subgroups }: Measured): RuleResult {
  const judged = subgroups.filter(({ auroc }) => auroc.value !== null);
  const bad = judged.flatMap(({ variable, level, auroc, oe }) => {
    const name = `${variable}: ${level}`;
    const [low, high] = BARS.groupOe;
    if (oe.ci95 !== null && (oe.ci95[0] > high || oe.ci95[1] < low)) return [`${name}, O/E ${figureWords(oe, 2)}`];
    if (auroc.ci95 !== null && auroc.ci95[1] < BARS.groupAuroc) return [`${name}, AUROC ${figureWords(auroc, 3)}`];
    return [];
  });
  return {
    name: "subgroups",
    rule: `No group whose whole interval is outside ${BARS.groupOe[0]} to ${BARS.groupOe[1]} for O/E, or below ${BARS.groupAuroc} for AUROC`,
    measured:
      bad.length > 0
        ? bad.join("; ")
        : judged.length === 0
          ? "no group was large enough to judge"
          : `${judged.length} groups judged, ${subgroups.length - judged.length} too small to judge`,
    state: bad.length > 0 ? "not-met" : judged.length === 0 ? "undecided" : "met",
  };
}

/**
 * Too few below 200 readmissions; do not use here where any rule is broken; too few again where an estimate is right but
 * its interval still reaches beyond; usable otherwise.
 */
export function judge(measured: Measured): {
  readonly verdict: ValidationVerdict;
  readonly rules: readonly RuleResult[];
} {
  const few = enough(measured);
  const rules = [
    few,
    ...[discriminates, beatsLace, isCalibrated, hasRightSpread, isWorthIt, leavesNobodyBehind].map((rule) =>
      rule(measured),
    ),
  ];
  if (few.state !== "met") return { verdict: "too-few", rules };
  if (rules.some(({ state }) => state === "not-met")) return { verdict: "do-not-use-here", rules };
  return { verdict: rules.some(({ state }) => state === "undecided") ? "too-few" : "usable", rules };
}

/** What a reader must know beside the verdict. */
export function cautionsOf({ simulated, timing, readmissions, discrimination, died, stays }: Measured): string[] {
  const hindsight = timing.find(({ level }) => level === "in hindsight");
  const { aboveLace, incompleteScores, comparedStays } = discrimination;
  return [
    ...(simulated ? ["The outcomes are simulated. These figures say nothing about real patients."] : []),
    ...(hindsight === undefined || hindsight.n === 0
      ? []
      : [
          `${count(hindsight.n)} of ${count(stays)} predictions were made in hindsight, from records that may hold what came later; they can flatter the model.`,
        ]),
    ...(aboveLace.value !== null && aboveLace.value > 0 && (aboveLace.ci95?.[0] ?? 0) <= 0
      ? [
          "That the model tells patients apart better than LACE may be chance: the interval of the difference reaches 0.",
        ]
      : []),
    ...(incompleteScores.lace + incompleteScores.hospital > 0
      ? [
          `LACE was incomplete for ${count(incompleteScores.lace)} and HOSPITAL for ${count(incompleteScores.hospital)} of ${count(comparedStays)} stays; what was not recorded counts as no points.`,
        ]
      : []),
    ...(died > 0
      ? [`${count(died)} patients died within 30 days without having been readmitted; they count as not readmitted.`]
      : []),
    ...(readmissions > 0 ? ["Readmissions to other hospitals are seen only where the record shows them."] : []),
  ];
}
