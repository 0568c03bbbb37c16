import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";

/** What a rule would have found in the past, worked out before it is saved. Shares are 0–1, with 95 % intervals. */
export interface AlertBurden {
  /** Local days that were looked at for the burden, first and last, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** Alerts over those days, by the same rules of repetition; on how many patients' stays. */
  readonly alerts: number;
  readonly stays: number;
  readonly perDay: number;
  /** The most there were on one day. */
  readonly busiest: number;
  /** How many of them would have come up in the rule's quiet hours. */
  readonly held: number;
  /** How many rest on a score made only after the patient had left, as of a history that was imported. */
  readonly inHindsight: number;
  /** What became of the stays it would have found; labels need 30 days, so this looks further back than the burden. */
  readonly labels: AlertLabels;
}

export interface AlertLabels {
  /** Local day from which on stays were looked at, YYYY-MM-DD. */
  readonly since: string;
  /** Stays whose 30 days are over, readmitted ones among them; the same of all stays of these wards that have a score. */
  readonly found: number;
  readonly foundReadmitted: number;
  readonly all: number;
  readonly allReadmitted: number;
  /** Share of those found who were readmitted; null: too few to tell. */
  readonly ppv: { readonly share: number; readonly interval: Interval } | null;
  /** Share of those readmitted whom it would have found; null: too few to tell. */
  readonly caught: { readonly share: number; readonly interval: Interval } | null;
  /** Outcomes made by the demo hospital's dice. */
  readonly simulated: boolean;
}
