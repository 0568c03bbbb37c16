import type { ClinicalScore, ScoreComponent } from "@/lib/core/model/scored-stay";
import { COMORBIDITIES, type Comorbidity } from "@/lib/core/scores/comorbidity";
import { type Between, component, type Known, sum, unknownOf, yesNo } from "@/lib/core/scores/score-input";

export interface LaceInput {
  /** Midnights crossed; high = Infinity for a stay that goes on; null where the admission time is unknown. */
  readonly stayDays: Between | null;
  /** Admitted as an emergency or urgently; null where unknown. */
  readonly acute: Known<boolean> | null;
  /** Coded comorbidities on record by now, with repeats; null where no condition is coded at all. */
  readonly comorbidities: readonly Known<Comorbidity>[] | null;
  /** false while the stay goes on: what was found is then the least there is, because more can still be coded. */
  readonly areComorbiditiesFinal: boolean;
  /** Emergency visits in the six months before, the index visit not counted; null where the record does not reach back. */
  readonly emergencyVisits: Between | null;
}

/** LACE's own weights, not Charlson's. @see https://doi.org/10.1503/cmaj.091117 */
const WEIGHTS: Readonly<Record<Comorbidity, number>> = {
  "myocardial-infarction": 1,
  cerebrovascular: 1,
  "peripheral-vascular": 1,
  diabetes: 1,
  "heart-failure": 2,
  "diabetes-end-organ": 2,
  "chronic-pulmonary": 2,
  "mild-liver": 2,
  "mild-renal": 2,
  tumour: 2,
  dementia: 3,
  "connective-tissue": 3,
  aids: 4,
  "severe-liver": 4,
  "severe-renal": 4,
  metastatic: 6,
};

/** The worse form of an illness stands for the milder one. */
const REPLACED_BY: readonly (readonly [Comorbidity, Comorbidity])[] = [
  ["diabetes", "diabetes-end-organ"],
  ["mild-liver", "severe-liver"],
  ["mild-renal", "severe-renal"],
  ["tumour", "metastatic"],
];

function stayPoints(days: number): number {
  if (days < 4) return Math.floor(days);
  if (days < 7) return 4;
  return days < 14 ? 5 : 7;
}

/** From this weight up LACE gives these points, however many illnesses there are. */
const MOST_COMORBIDITY = { weight: 4, points: 5 } as const;

function comorbidityComponent({ comorbidities: found, areComorbiditiesFinal: isFinal }: LaceInput): ScoreComponent {
  const name = "comorbidity";
  const label = "Other illnesses";
  if (found === null) return { name, label, low: 0, high: MOST_COMORBIDITY.points, value: null, evidence: [] };
  const present = new Set(found.map(({ value }) => value));
  for (const [milder, worse] of REPLACED_BY) if (present.has(worse)) present.delete(milder);
  const weight = [...present].reduce((total, comorbidity) => total + WEIGHTS[comorbidity], 0);
  const points = weight >= MOST_COMORBIDITY.weight ? MOST_COMORBIDITY.points : weight;
  const named = [...present].map((one) => COMORBIDITIES[one].label).join(", ");
  const canGrow = !isFinal && points < MOST_COMORBIDITY.points;
  const counted = found.filter(({ value }) => present.has(value));
  return {
    name,
    label,
    low: points,
    high: canGrow ? MOST_COMORBIDITY.points : points,
    value: present.size === 0 ? `none coded${canGrow ? " so far" : ""}` : `${canGrow ? "at least " : ""}${named}`,
    evidence: [...new Set(counted.flatMap(({ evidence }) => evidence))],
  };
}

/**
 * The LACE index (van Walraven et al. 2010), 0–19, high from 10: length of stay in midnights crossed, acute
 * admission, comorbidity by LACE's weights over Quan's code lists, emergency visits in six months.
 * @see https://doi.org/10.1503/cmaj.091117
 */
export function laceScore(input: LaceInput): ClinicalScore {
  const days = (value: number) => `${value} ${value === 1 ? "day" : "days"}`;
  const visits = (value: number) => `${value} ${value === 1 ? "visit" : "visits"}`;
  const components = [
    component("length-of-stay", "Length of stay", input.stayDays, stayPoints, days, 7),
    yesNo("acute-admission", "Acute admission", input.acute, 3, { yes: "acute", no: "planned" }),
    comorbidityComponent(input),
    component(
      "emergency-visits",
      "Emergency visits in the past six months",
      input.emergencyVisits,
      (value) => Math.min(4, Math.floor(value)),
      visits,
      4,
    ),
  ];
  return {
    low: sum(components, "low"),
    high: sum(components, "high"),
    maximum: 19,
    version: "LACE (van Walraven 2010), length of stay in midnights crossed, comorbidities by Quan 2005 codes",
    components,
    unknown: unknownOf(components, { "emergency-visits": input.emergencyVisits }),
  };
}
