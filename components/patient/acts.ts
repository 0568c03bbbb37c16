import { INTERVENTION_WORDS, type InterventionView } from "@/lib/core/worklist/intervention";
import { DISMISSAL_WORDS, RESPONSE_WORDS, type ResponseView } from "@/lib/core/worklist/response";
import type { StayView } from "@/lib/core/worklist/stay-view";

/** One thing somebody did or said about this stay, ready to read. */
export interface Act {
  readonly id: string;
  /** "Call", "Dismissed: already taken care of". */
  readonly what: string;
  readonly note: string;
  readonly by: InterventionView["by"];
  readonly at: string;
  readonly mine: boolean;
  readonly withdrawnAt: string | null;
  /** It was said of a score that has been replaced since. */
  readonly isAboutEarlierScore: boolean;
  /** What can be taken back. */
  readonly of: { readonly note: InterventionView } | { readonly answer: ResponseView };
}

const lowerFirst = (text: string): string =>
  text.startsWith("I ") ? text : text.charAt(0).toLowerCase() + text.slice(1);

function answerWords({ kind, reason }: ResponseView): string {
  const { label } = RESPONSE_WORDS[kind];
  return reason === null ? `Score: ${lowerFirst(label)}` : `Score dismissed: ${lowerFirst(DISMISSAL_WORDS[reason])}`;
}

/** What was done and what was answered, in one list, newest first. */
export function toActs({ interventions, responses }: Pick<StayView, "interventions" | "responses">): Act[] {
  const done = interventions.map(
    (one): Act => ({ ...one, what: INTERVENTION_WORDS[one.kind].label, isAboutEarlierScore: false, of: { note: one } }),
  );
  const said = responses.map(
    (one): Act => ({
      ...one,
      what: answerWords(one),
      isAboutEarlierScore: one.aboutEarlierPrediction,
      of: { answer: one },
    }),
  );
  return [...done, ...said].sort((a, b) => b.at.localeCompare(a.at));
}
