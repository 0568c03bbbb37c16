import type { ValidationVerdict } from "@/lib/core/validation/verdict";

/** The newest local validation of the serving model, as every screen that shows a score tells it. */
export interface CheckedHere {
  readonly stays: number;
  readonly readmissions: number;
  /** ISO-8601. */
  readonly at: string;
  readonly verdict: ValidationVerdict;
  readonly simulated: boolean;
}

/**
 * Where a model learnt, in a few words from its manifest's `training.source`: whose hospitals and which years; the
 * source's own name where it cannot be read like that.
 */
export function learntFrom(source: string): string {
  const name = source.split(" (")[0]?.trim() ?? source;
  const [, place, years] = /(?:^|\b\d+-)?([A-Z][\w ]*? hospitals)\b.*?(\d{4}\s*[–-]\s*\d{4})/.exec(name) ?? [];
  return place === undefined || years === undefined ? name : `${place.trim()} ${years}`;
}

const SAYS: Readonly<Record<ValidationVerdict, string>> = {
  usable: "",
  "too-few": ", not enough to judge it",
  "do-not-use-here": ", and found not good enough to use here",
};

function countWords({ stays, simulated, verdict }: CheckedHere): string {
  const count = `${stays.toLocaleString("en")} ${stays === 1 ? "stay" : "stays"}`;
  return `${count}${simulated ? " (simulated outcomes)" : ""}${SAYS[verdict]}`;
}

/** What stands beside every score: where it learnt and whether that was checked here. */
export function provenanceSentence(from: string, checked: CheckedHere | null): string {
  return `Learnt from ${from}; ${checked === null ? "not yet checked here" : `checked here on ${countWords(checked)}`}.`;
}

/** The same as an answer to "Checked here?". */
export function checkedWords(checked: CheckedHere | null): string {
  if (checked === null) return "Not yet. Nobody has compared it with what happened to this hospital’s patients.";
  return `On ${countWords(checked)}, ${checked.readmissions.toLocaleString("en")} of them readmitted.`;
}
