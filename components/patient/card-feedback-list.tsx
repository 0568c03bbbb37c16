import { LocalTime } from "@/components/ui/local-time";
import { type CardFeedback, OVERRIDE_LABELS } from "@/lib/core/cds/override-reasons";

interface CardFeedbackListProps {
  readonly feedback: readonly CardFeedback[];
  readonly timeZone: string;
}

/** What colleagues did in the EHR with cards about this stay. Who they are is known there alone. */
export function CardFeedbackList({ feedback, timeZone }: CardFeedbackListProps) {
  if (feedback.length === 0) return null;
  return (
    <section aria-labelledby="from-the-ehr" className="card mb-4">
      <h2 id="from-the-ehr" className="m-0 text-base font-semibold">
        Said in the EHR
      </h2>
      <ul className="m-0 mt-1 list-none p-0">
        {feedback.map(({ id, outcome, reason, comment, at, byName, modelVersion }) => (
          <li key={id} className="py-0.5">
            {outcome === "accepted" ? "Card accepted" : "Card set aside"}
            {reason !== null && `: ${OVERRIDE_LABELS[reason].toLowerCase()}`}
            <span className="text-sm text-mut">
              {" "}
              {byName}, <LocalTime at={at} style="day-time" timeZone={timeZone} />, about a score of version{" "}
              {modelVersion}
            </span>
            {comment !== "" && <span className="block max-w-[72ch] whitespace-pre-line">{comment}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
