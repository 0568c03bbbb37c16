import type { DiagnosisCode } from "@/lib/core/fhir/condition-record";
import type { ProcedureCode } from "@/lib/core/labels/procedure-code";
import type { ExclusionReason } from "@/lib/core/outcomes/outcome";

/** What one stay's record says that labels are decided by, beside when it began and ended. */
export interface LabelReading {
  /** Reference of the hospital, e.g. "Organization/1"; null where none is named. */
  readonly provider: string | null;
  readonly cameFromHospital: boolean;
  /** null: not known. */
  readonly isAcute: boolean | null;
  readonly isPsychiatric: boolean;
  readonly isRehabilitation: boolean;
  /** What the patient was chiefly there for; null where no diagnosis is known. */
  readonly principal: { readonly group: string | null; readonly codes: readonly DiagnosisCode[] } | null;
  readonly procedures: {
    /** As they stand, so that newer rules can judge them again. */
    readonly codes: readonly ProcedureCode[];
    /** The source sends procedures, and every one of this stay has a code that the rules can read. */
    readonly isComplete: boolean;
  };
  /** Kind of cover, in the source's words; null where no Coverage is on record. */
  readonly payer: string | null;
  /** Language the patient is spoken to in, as a code or in words; null where not recorded. */
  readonly language: string | null;
}

/** One of a patient's stays, as far as labels need it. Times are epoch ms, days local calendar days since 1970-01-01. */
export interface LabelStay extends LabelReading {
  readonly stayId: string;
  readonly encounterIds: readonly string[];
  readonly admittedAt: number | null;
  readonly admittedDay: number | null;
  /** null: still in hospital, or nobody wrote it down. */
  readonly dischargedAt: number | null;
  readonly dischargedDay: number | null;
  readonly excludedFor: ExclusionReason | null;
}
