import { DISMISSAL_WORDS, RESPONSE_WORDS } from "@/lib/core/worklist/response";
import type { ResponseSummary } from "@/lib/core/worklist/worklist-row";

/** "Dismissed: already taken care of". */
export function responseWords({ kind, reason }: ResponseSummary): string {
  const { label } = RESPONSE_WORDS[kind];
  if (reason === null) return label;
  const words = DISMISSAL_WORDS[reason];
  // A reason in the first person stays as it is written.
  return `${label}: ${/^I\b/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1)}`;
}
