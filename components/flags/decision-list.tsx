import { LocalTime } from "@/components/ui/local-time";
import { ROLE_WORDS } from "@/lib/core/access/role-words";
import { AGREEMENT_WORDS, DECISION_WORDS, EVIDENCE_WORDS } from "@/lib/core/review/adjudication";
import type { AdjudicationView } from "@/lib/core/review/review-queue";

/** "Readmitted to another hospital on 12 Feb 2026, not planned", or the right value beside the wrong one. */
function Grounds({ decided }: { readonly decided: AdjudicationView }) {
  const { evidence, readmittedOn, wasPlanned, correctedWords, wasWords } = decided;
  if (correctedWords !== null)
    return (
      <>
        : “{correctedWords}”{wasWords && <> instead of “{wasWords}”</>}
      </>
    );
  if (evidence === null) return null;
  return (
    <>
      : {EVIDENCE_WORDS[evidence].label.toLowerCase()}
      {readmittedOn && (
        <>
          {" "}
          on <LocalTime at={`${readmittedOn}T12:00:00Z`} style="day" timeZone="UTC" />
        </>
      )}
      {wasPlanned !== null && (wasPlanned ? ", planned" : ", not planned")}
    </>
  );
}

/** What was decided on a flag and by whom, the one that stands first. */
export function DecisionList({
  decisions,
  timeZone,
}: {
  readonly decisions: readonly AdjudicationView[];
  readonly timeZone: string;
}) {
  if (decisions.length === 0) return null;
  return (
    <ul aria-label="Decisions" className="m-0 mt-2 list-none border-l-2 border-line p-0 pl-3">
      {decisions.map((decided) => (
        <li key={decided.id} className="mb-1.5 last:mb-0">
          <span className={decided.withdrawn ? "text-mut line-through" : "font-semibold"}>
            {DECISION_WORDS[decided.decision].label}
            <Grounds decided={decided} />
          </span>
          {decided.note && <span className="block max-w-[68ch] whitespace-pre-line">{decided.note}</span>}
          <span className="block text-sm text-mut">
            {decided.by.name}, {ROLE_WORDS[decided.by.role].toLowerCase()},{" "}
            <LocalTime at={decided.at} style="day-time" timeZone={timeZone} />. Was the flag right?{" "}
            {AGREEMENT_WORDS[decided.agreement]}.
          </span>
          {decided.withdrawn && (
            <span className="block text-sm">
              Taken back by {decided.withdrawn.byName},{" "}
              <LocalTime at={decided.withdrawn.at} style="day-time" timeZone={timeZone} />: {decided.withdrawn.note}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
