import type { Role } from "@/lib/core/access/access";
import type { View } from "@/lib/core/features/feature-spec";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { ModelVisibility, ReportFacts } from "@/lib/core/validation/model-visibility";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import type { ModelFacts } from "@/lib/core/worklist/stay-view";

/** Longest note beside a decision, in characters. */
export const DECISION_NOTE_MAXIMUM = 1000;

/** How the model did where it learnt, by what was known. */
export interface TrainingResult {
  readonly view: View;
  readonly stays: number;
  readonly readmissions: number;
  readonly auroc: number | null;
  readonly aurocCi95: readonly [number, number] | null;
  readonly ece: number | null;
  readonly calibrationSlope: number | null;
}

/** What somebody said about showing scores, newest first on screen. Times are ISO-8601. */
export interface DecisionView {
  readonly id: string;
  readonly kind: "approved" | "withdrawn";
  readonly reportId: string | null;
  readonly by: { readonly name: string; readonly role: Role };
  readonly at: string;
  /** In their own words; empty where none were written. */
  readonly note: string;
  readonly mine: boolean;
  /** An approval that no withdrawal has ended. */
  readonly stands: boolean;
}

export interface ReportSummary extends ReportFacts {
  readonly byName: string;
}

/** The models page: what serves, whether wards see it, and on what grounds. */
export interface ModelsView {
  readonly model: ModelFacts & {
    readonly sha256: string;
    readonly operatingPoints: Readonly<Record<Exclude<Tier, "low">, number>>;
    readonly results: readonly TrainingResult[];
    /** The model card, Markdown. */
    readonly card: string;
  };
  readonly isDemo: boolean;
  readonly visibility: ModelVisibility;
  /** Newest first. */
  readonly decisions: readonly DecisionView[];
  /** Newest first. */
  readonly reports: readonly ReportSummary[];
  /** The report asked for, else the newest; null where there is none. */
  readonly report: { readonly id: string; readonly content: LocalValidationReport } | null;
  readonly timeZone: string;
  readonly may: {
    readonly validate: boolean;
    /** Whether this reader can approve the newest report now. */
    readonly approve: boolean;
    readonly withdraw: boolean;
  };
  /** Why the newest report cannot be approved by this reader, in one sentence; null where it can or none is there. */
  readonly whyNotApprove: string | null;
}
