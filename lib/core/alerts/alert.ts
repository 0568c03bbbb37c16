import type { AlertKind, AlertRole } from "@/lib/core/alerts/alert-rule";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";

/**
 * Where an alert stands. held: it came up in quiet hours and is told when they end. Live until it is dismissed by a
 * person or resolved by itself, when what raised it no longer holds.
 */
export const ALERT_STATES = ["held", "open", "acknowledged", "snoozed", "dismissed", "resolved"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const LIVE_STATES = ["held", "open", "acknowledged", "snoozed"] as const satisfies readonly AlertState[];

/** Why somebody sets an alert aside. */
export const ALERT_DISMISSALS = ["already-handled", "not-at-risk", "wrong-data", "not-useful", "other"] as const;
export type AlertDismissal = (typeof ALERT_DISMISSALS)[number];

/** Why an alert ended by itself. */
export const ALERT_RESOLUTIONS = [
  "score-fell",
  "something-noted",
  "patient-left",
  "patient-moved",
  "leaves-later",
  "no-score",
  "scores-silent",
  "rule-changed",
  "version-changed",
] as const;
export type AlertResolution = (typeof ALERT_RESOLUTIONS)[number];

/** What happened to an alert, in the order it happened. */
export const ALERT_EVENTS = [
  "raised",
  "told",
  "acknowledged",
  "snoozed",
  "woken",
  "reopened",
  "escalated",
  "dismissed",
  "resolved",
] as const;
export type AlertEventKind = (typeof ALERT_EVENTS)[number];

/** What was found, in numbers: enough to word the alert without opening the prediction. Probabilities are 0–1. */
export interface AlertFinding {
  /** The score that raised it. */
  readonly probability: number;
  readonly tier: Tier;
  /** The score before it; null where there was none, or where no change is what was found. */
  readonly from: number | null;
  /** The feature that accounts for a rise, and its part of it in probability; only of a rise. */
  readonly reason: { readonly feature: string; readonly clause: string; readonly rise: number } | null;
  /** Planned end of the stay, ISO-8601; only where leaving is what was found. */
  readonly plannedEndAt: string | null;
  /** Found before, and again once what paused it was over; `from` and `reason` are those of the first time. */
  readonly isAgain?: true;
}

/** One thing that happened, as a reader sees it. Times are ISO-8601. */
export interface AlertEventView {
  readonly kind: AlertEventKind;
  readonly at: string;
  /** null: by itself. */
  readonly byName: string | null;
  /** Only of a dismissal, a resolution, or a snooze (until when). */
  readonly dismissal: AlertDismissal | null;
  readonly resolution: AlertResolution | null;
  readonly until: string | null;
  /** The person's own words; empty where none were written. */
  readonly note: string;
}

/** An alert as the inbox shows it. Times are ISO-8601, probabilities 0–1. */
export interface AlertView {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly ruleName: string;
  readonly kind: AlertKind;
  readonly state: AlertState;
  readonly stayId: string;
  readonly patient: PatientIdentity;
  readonly wardId: string;
  readonly wardName: string;
  readonly bed: string | null;
  readonly plannedEndAt: string | null;
  /** Why it was raised, in one sentence without the patient; says nothing of scores to a reader who sees none. */
  readonly because: string;
  /** The patient's score now; null where there is none or the reader sees none. */
  readonly probability: number | null;
  readonly tier: Tier | null;
  readonly raisedAt: string;
  readonly snoozedUntil: string | null;
  readonly escalatedAt: string | null;
  /** Whom it is addressed to; the second where it was escalated. */
  readonly roles: readonly AlertRole[];
  /** Addressed to the reader's role. */
  readonly isMine: boolean;
  /** How often the same came up again while it was live. */
  readonly repeats: number;
  readonly endedAt: string | null;
  /** Oldest first. */
  readonly events: readonly AlertEventView[];
}

/** Which alerts are looked at. */
export const ALERT_LISTS = ["open", "acknowledged", "snoozed", "done"] as const;
export type AlertList = (typeof ALERT_LISTS)[number];

/** The inbox. */
export interface AlertsView {
  readonly list: AlertList;
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  /** The ward asked for; null: all of the reader's. */
  readonly wardId: string | null;
  /** Longest open first; what is done newest first. */
  readonly alerts: readonly AlertView[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
  /** On the wards shown; `mine`: open and addressed to the reader's role, as the navigation counts. */
  readonly counts: Readonly<Record<Exclude<AlertList, "done">, number>> & {
    /** Counted where the done are listed; null elsewhere. */
    readonly done: number | null;
    readonly held: number;
    readonly mine: number;
  };
  /** Rules that are switched on for any of the wards shown. */
  readonly rules: number;
  /** Why there are no scores for rules to go by, in one sentence; null where there are. */
  readonly silentBecause: string | null;
  /** When the rules were last looked at, whole; null where they never were. */
  readonly lookedAt: string | null;
  readonly asOf: string;
  readonly timeZone: string;
  /** Whether the reader may act on alerts. */
  readonly mayAct: boolean;
}
