import type {
  AlertDismissal,
  AlertEventKind,
  AlertFinding,
  AlertResolution,
  AlertState,
} from "@/lib/core/alerts/alert";
import type { AlertKind, AlertRule, AlertThreshold } from "@/lib/core/alerts/alert-rule";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { Tier } from "@/lib/core/model/scored-stay";
import { percent } from "@/lib/core/validation/figure-words";
import { lowerFirst } from "@/lib/core/worklist/driver-sentence";

/** What each kind of rule looks for. */
export const KIND_WORDS: Readonly<Record<AlertKind, { readonly label: string; readonly hint: string }>> = {
  "tier-crossed": {
    label: "A score reaches a level",
    hint: "It was below before, by the same version of the model.",
  },
  "rise-for-reason": {
    label: "A score rises for a reason",
    hint: "Something new in the record accounts for the rise; a longer stay or more tests do not count.",
  },
  "leaving-unattended": {
    label: "Leaving soon, nothing noted",
    hint: "A high score, a planned end that is near, and no note of what is done about it.",
  },
};

export const STATE_WORDS: Readonly<Record<AlertState, string>> = {
  held: "Held until quiet hours end",
  open: "Open",
  acknowledged: "Taken",
  snoozed: "Put off",
  dismissed: "Set aside",
  resolved: "No longer holds",
};

export const DISMISSAL_LABELS: Readonly<Record<AlertDismissal, string>> = {
  "already-handled": "Already taken care of",
  "not-at-risk": "I do not expect this patient back",
  "wrong-data": "It rests on wrong data",
  "not-useful": "Not useful here",
  other: "Another reason",
};

export const RESOLUTION_WORDS: Readonly<Record<AlertResolution, string>> = {
  "score-fell": "the score fell again",
  "something-noted": "something was noted",
  "patient-left": "the patient left",
  "patient-moved": "the patient moved to another ward",
  "leaves-later": "the planned end was put off",
  "no-score": "the model gives no score any more",
  "scores-silent": "scores are not shown at present",
  "rule-changed": "the rule was changed or switched off",
  "version-changed": "another version of the model scores now",
};

export const EVENT_WORDS: Readonly<Record<AlertEventKind, string>> = {
  raised: "Came up",
  told: "Told when quiet hours ended",
  acknowledged: "Taken",
  snoozed: "Put off",
  woken: "Back after being put off",
  reopened: "Opened again",
  escalated: "Told to others too, as nobody had taken it",
  dismissed: "Set aside",
  resolved: "Ended by itself",
};

const tierWords = (tier: Tier): string => tier.replace("-", " ");

const thresholdWords = (threshold: AlertThreshold): string =>
  threshold.by === "tier" ? tierWords(threshold.tier) : percent(threshold.probability, 0);

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

const featureWords = (name: string): string => lowerFirst(FEATURES.find((one) => one.name === name)?.label ?? name);

function conditionWords({ condition }: Pick<AlertRule, "condition">): string {
  if (condition.kind === "tier-crossed") {
    const first = condition.firstScoreCounts ? ", or a patient’s first score is there already" : "";
    return `When a score reaches ${thresholdWords(condition.threshold)} from below${first}`;
  }
  if (condition.kind === "rise-for-reason") {
    const why =
      condition.feature === null ? "for a reason that can be named" : `because of ${featureWords(condition.feature)}`;
    return `When a score rises by ${plural(condition.points, "percentage point")} or more ${why}`;
  }
  return `When a patient whose score is ${thresholdWords(condition.threshold)} or above is to leave within ${plural(condition.withinHours, "hour")} and nothing is noted`;
}

/** A rule in one or two sentences; names no ward. */
export function ruleSentence(rule: Pick<AlertRule, "condition" | "role" | "quiet" | "escalation">): string {
  const quiet = rule.quiet === null ? "" : `, not between ${rule.quiet.from} and ${rule.quiet.to}`;
  const told = `${conditionWords(rule)}, ${rule.role}s are told${quiet}.`;
  if (rule.escalation === null) return told;
  const { afterMinutes, toRole } = rule.escalation;
  const wait = afterMinutes % 60 === 0 ? plural(afterMinutes / 60, "hour") : plural(afterMinutes, "minute");
  return `${told} Where nobody takes it within ${wait}, ${toRole}s are told too.`;
}

/** Why an alert was raised, in one sentence that names nobody. Probabilities are of any readmission within 30 days. */
export function alertSentence(kind: AlertKind, finding: AlertFinding): string {
  const { probability, tier, from, reason, isAgain = false } = finding;
  const now = `${percent(probability, 0)} (${tierWords(tier)})`;
  if (isAgain) {
    const why = reason === null ? "" : `, after it rose because ${reason.clause}`;
    const leaving = kind === "leaving-unattended" ? ", the stay is planned to end, and nothing is noted" : "";
    return `The patient meets the rule again: the score is ${now}${why}${leaving}.`;
  }
  if (kind === "leaving-unattended") return `The score is ${now}, the stay is planned to end, and nothing is noted.`;
  if (from === null) return `The first score of this stay is ${now}.`;
  if (reason === null) return `The score went from ${percent(from, 0)} to ${now}.`;
  return `The score rose from ${percent(from, 0)} to ${now} because ${reason.clause}.`;
}

/** The same for a reader who is shown no scores. */
export const SILENT_SENTENCE = "Raised while scores were shown; they are not shown at present.";
