/** Two counts a day, the second with an interval; what they are called comes with them. */
export interface PairedDays {
  readonly title: string;
  readonly firstName: string;
  /** null: there is no second series. */
  readonly secondName: string | null;
  readonly intervalName: string;
  readonly days: readonly PairedDay[];
}

export interface PairedDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly label: string;
  readonly first: number;
  /** null: nothing can be said, which is not an expectation of nothing. */
  readonly second: { readonly expected: number; readonly low: number; readonly high: number } | null;
}

/** An expected count in print: one decimal, and never a possibility rounded away to nothing. */
export function expectedText(expected: number): string {
  if (expected > 0 && expected < 0.05) return "under 0.1";
  return expected.toFixed(1);
}

export const rangeText = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  low === high ? String(low) : `${low}–${high}`;

export const NO_ESTIMATE = "no estimate";
