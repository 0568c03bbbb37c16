import Link from "next/link";
import { DecisionList } from "@/components/flags/decision-list";
import type { ReviewActions } from "@/components/flags/review-actions";
import { ReviewSteps } from "@/components/flags/review-steps";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import { Percentage } from "@/components/ui/percentage";
import type { View } from "@/lib/core/features/feature-spec";
import { REVIEW_LABELS } from "@/lib/core/flags/flag-review";
import type { ReviewItem, ReviewQueue } from "@/lib/core/review/review-queue";

const VIEW_WORDS: Readonly<Record<View, string>> = {
  admission: "on admission",
  stay: "during the stay",
  discharge: "at discharge",
};

interface FlagCardProps {
  readonly flag: ReviewItem;
  readonly queue: Pick<ReviewQueue, "timeZone" | "reviewers" | "readerId">;
  readonly actions: ReviewActions;
}

/** One flag: what was said, by whom in which role, the score as it stood then, and what was decided. */
export function FlagCard({ flag, queue: { timeZone, reviewers, readerId }, actions }: FlagCardProps) {
  const { kind, featureLabel, saidThen, note, byRole, at, wardName, isReplaced, source, isKnownHere } = flag;
  return (
    <li className="grid break-inside-avoid gap-x-6 gap-y-1 border-t border-line px-4 py-3 first:border-t-0 sm:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="min-w-0">
        <h3 className="m-0 text-base font-semibold">
          {REVIEW_LABELS[kind]}
          {featureLabel && <span className="font-normal">: {featureLabel}</span>}
        </h3>
        {saidThen && <p className="m-0 text-sm text-mut">The score was made with “{saidThen}”.</p>}
        {note && <p className="m-0 mt-1 max-w-[68ch] whitespace-pre-line">{note}</p>}
        <p className="m-0 mt-1 text-sm text-mut">
          {source === "ehr" ? "From the EHR, about a card" : `A ${byRole}`},{" "}
          <LocalTime at={at} style="day-time" timeZone={timeZone} />, {wardName ?? "ward not recorded"}
        </p>
        <DecisionList decisions={flag.adjudications} timeZone={timeZone} />
      </div>
      <div className="text-sm sm:row-span-2">
        <p className="m-0">
          {flag.probability === null ? (
            source === "ehr" ? (
              "The card had no score"
            ) : (
              "No score: outside the model"
            )
          ) : (
            <>
              Score then{" "}
              <b className="text-lg">
                <Percentage value={flag.probability} />
              </b>
            </>
          )}
        </p>
        <p className="m-0 text-mut">
          Model {flag.modelVersion}, {VIEW_WORDS[flag.view]},{" "}
          <LocalTime at={flag.predictedAt} style="day-time" timeZone={timeZone} />
        </p>
        <p className="m-0 mt-1 flex flex-wrap items-center gap-2">
          {isReplaced && <Chip>Replaced by a newer score</Chip>}
          {isKnownHere ? (
            <Link
              href={`/stays/${encodeURIComponent(flag.stayId)}`}
              aria-label={`Open the patient: ${REVIEW_LABELS[kind]}${featureLabel ? `, ${featureLabel}` : ""}`}
              className="quiet-link inline-flex min-h-6 items-center touch:min-h-11 print:hidden"
            >
              Open the patient
            </Link>
          ) : (
            <span className="text-mut">The stay is known to the EHR alone</span>
          )}
        </p>
      </div>
      <div className="min-w-0 sm:col-start-1">
        <ReviewSteps item={flag} reviewers={reviewers} readerId={readerId} timeZone={timeZone} actions={actions} />
      </div>
    </li>
  );
}
