/** What can be found to be going wrong, as what it is. */
export const SIGNAL_KINDS = [
  "stale",
  "feed-dropped",
  "unit-change",
  "doubled",
  "new-code",
  "new-ward",
  "missing-more",
  "missing-less",
  "input-moved",
  "score-moved",
  "abstains-more",
  "abstains-less",
  "calls-more",
  "calls-fewer",
  "outcomes-more",
  "outcomes-fewer",
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** One finding of one day. */
export interface Signal {
  readonly kind: SignalKind;
  /** What it is about: a feature, a test, a resource type, a code; "" where it is about everything. */
  readonly subject: string;
  /** null: every ward together. */
  readonly wardId: string | null;
  /** Figures beside it, for the sentence on screen: shares 0–1, counts, distances, medians. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** 0–1, adjusted for everything that was looked at that day; null where it is a rule without chance. */
  readonly p: number | null;
}

export const signalKey = ({ kind, subject, wardId }: Pick<Signal, "kind" | "subject" | "wardId">): string =>
  `${kind}|${subject}|${wardId ?? ""}`;

/** Something that is big enough to matter, waiting to be held against chance together with all others of its day. */
export interface Candidate extends Omit<Signal, "p"> {
  /** Not adjusted. */
  readonly p: number;
  /** Large enough to matter; what is not is looked at all the same, and counts among the others. */
  readonly matters: boolean;
}
