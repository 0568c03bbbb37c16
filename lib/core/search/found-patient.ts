import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";

/** So far back a stay that has ended is still found. */
export const RECENT_DAYS = 90;

/** A stay on one of the reader's wards, in hospital now or lately. */
export interface FoundStay {
  readonly stayId: string;
  readonly patient: PatientIdentity;
  readonly wardName: string;
  readonly bed: string | null;
  readonly isCurrent: boolean;
  readonly admittedAt: string | null;
  readonly dischargedAt: string | null;
}

/** A stay on another ward whose patient has the very record number that was asked for; nothing else is said of it. */
export interface StayElsewhere {
  readonly stayId: string;
  readonly wardName: string;
  readonly isCurrent: boolean;
}

/** What a search for a patient answers. */
export interface PatientSearch {
  /** Those in hospital now first, then the latest. */
  readonly found: readonly FoundStay[];
  /** More matched than are listed. */
  readonly hasMore: boolean;
  readonly elsewhere: readonly StayElsewhere[];
  /** What was typed is too short to look anybody up by. */
  readonly isTooShort: boolean;
  readonly timeZone: string;
}
