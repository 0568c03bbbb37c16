import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import type { ValidationVerdict } from "@/lib/core/validation/verdict";

/** What a verdict is called where people read it. */
export const VERDICT_WORDS: Readonly<Record<ValidationVerdict, string>> = {
  usable: "Usable here",
  "do-not-use-here": "Do not use here",
  "too-few": "Not enough to say yet",
};

/** What a rule's result is called. */
export const RULE_WORDS = { met: "met", "not-met": "not met", undecided: "cannot be said yet" } as const;

/** What to do about it, in one or two sentences. */
export function verdictSentence({ verdict, rules, stays, readmissions }: LocalValidationReport): string {
  const on = `On ${stays.toLocaleString("en")} stays with ${readmissions.toLocaleString("en")} readmissions`;
  if (verdict === "usable")
    return `${on}, every rule that was fixed beforehand is met. Wards see scores once a data scientist and a clinician have both approved this report.`;
  if (verdict === "do-not-use-here") {
    const broken = rules.filter(({ state }) => state === "not-met").length;
    return `${on}, ${broken} of ${rules.length} rules that were fixed beforehand ${broken === 1 ? "is" : "are"} not met. Wards must not see scores. LACE and HOSPITAL remain.`;
  }
  const open = rules.filter(({ state }) => state === "undecided").length;
  return `${on}, ${open} of ${rules.length} rules that were fixed beforehand cannot be decided yet. That is no ground for showing scores on wards; more stays that are 30 days old will tell.`;
}
