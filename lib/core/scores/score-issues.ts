import { FEATURES } from "@/lib/core/features/feature-table";
import type { DataIssue, ScoredStay } from "@/lib/core/model/scored-stay";

/** Which components of the published scores a data issue weakens, by the issue's code. */
const WEAKENS: Readonly<Record<string, { readonly lace?: readonly string[]; readonly hospital?: readonly string[] }>> =
  {
    "period-start-missing": {
      lace: ["length-of-stay", "emergency-visits"],
      hospital: ["length-of-stay", "prior-admissions"],
    },
    "period-end-missing": { lace: ["length-of-stay"], hospital: ["length-of-stay"] },
    "period-end-inferred": { lace: ["length-of-stay"], hospital: ["length-of-stay"] },
    "period-end-before-start": { lace: ["length-of-stay"], hospital: ["length-of-stay"] },
    "period-partial": { lace: ["length-of-stay"], hospital: ["length-of-stay"] },
    "stay-never-closed": { lace: ["length-of-stay"], hospital: ["length-of-stay"] },
    "status-contradicts-period": { lace: ["length-of-stay"], hospital: ["length-of-stay"] },
    "admission-type-inferred": { lace: ["acute-admission"], hospital: ["urgent"] },
    "admission-type-missing": { lace: ["acute-admission"], hospital: ["urgent"] },
    "admission-type-unknown": { lace: ["acute-admission"], hospital: ["urgent"] },
    "prior-history-unknown": { lace: ["emergency-visits"], hospital: ["prior-admissions"] },
    "diagnoses-missing": { lace: ["comorbidity"] },
    "diagnosis-code-unknown": { lace: ["comorbidity"] },
    "condition-not-coded": { lace: ["comorbidity"] },
    "condition-not-confirmed": { lace: ["comorbidity"] },
    "labs-missing": { hospital: ["haemoglobin", "sodium"] },
    "lab-unit-unknown": { hospital: ["haemoglobin", "sodium"] },
    "lab-value-unreadable": { hospital: ["haemoglobin", "sodium"] },
    "procedures-missing": { hospital: ["procedure"] },
    "specialty-missing": { hospital: ["oncology"] },
    "specialty-unknown": { hospital: ["oncology"] },
  };

/** A stay's data issues beside what they weaken; one can stand beside several. */
export interface SortedIssues {
  /** Weakens a feature of the model. */
  readonly model: readonly DataIssue[];
  readonly lace: readonly DataIssue[];
  readonly hospital: readonly DataIssue[];
  /** Weakens none of them, or the reader could not tell what. */
  readonly other: readonly DataIssue[];
}

const FEATURE_NAMES: ReadonlySet<string> = new Set(FEATURES.map(({ name }) => name));
const ORDER = { error: 0, warning: 1, info: 2 } as const;

/**
 * Sorts issues by the score they weaken, the worst first. A component that cannot change any more (low = high) is
 * weakened by nothing.
 * @param hasModelScore false where the model abstains: then there is no model score to weaken.
 */
export function sortIssues(
  { issues, scores }: Pick<ScoredStay, "issues" | "scores">,
  hasModelScore: boolean,
): SortedIssues {
  const open = (score: "lace" | "hospital") =>
    new Set(scores[score].components.filter(({ low, high }) => low !== high).map(({ name }) => name));
  const [lace, hospital] = [open("lace"), open("hospital")];
  const sorted = [...issues].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  const weakens = {
    model: ({ features = [] }: DataIssue) => hasModelScore && features.some((name) => FEATURE_NAMES.has(name)),
    lace: ({ code }: DataIssue) => WEAKENS[code]?.lace?.some((name) => lace.has(name)) ?? false,
    hospital: ({ code }: DataIssue) => WEAKENS[code]?.hospital?.some((name) => hospital.has(name)) ?? false,
  };
  const { model, lace: ofLace, hospital: ofHospital } = weakens;
  return {
    model: sorted.filter(model),
    lace: sorted.filter(ofLace),
    hospital: sorted.filter(ofHospital),
    other: sorted.filter((issue) => !model(issue) && !ofLace(issue) && !ofHospital(issue)),
  };
}
