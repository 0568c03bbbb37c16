import { FlagCard } from "@/components/flags/flag-card";
import { MeasuresLine } from "@/components/flags/measures-line";
import type { ReviewActions } from "@/components/flags/review-actions";
import { reviewAddress } from "@/components/flags/review-address";
import { ReviewFilter } from "@/components/flags/review-filter";
import { buttonLook } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import type { ReviewChoice, ReviewQueue } from "@/lib/core/review/review-queue";

const SHOWN_WORDS: Readonly<Record<ReviewChoice, string>> = {
  waiting: " waiting",
  mine: " assigned to me",
  open: " that nobody has",
  assigned: " assigned",
  decided: " decided",
  ehr: " from the EHR",
  all: "",
};

/** "3 flags waiting, newest first". */
function heading({ total, items, filters }: ReviewQueue): string {
  const what = filters.choice === "ehr" ? "word" : "flag";
  const fewer = items.length < total ? `; the newest ${items.length} are shown` : "";
  return `${total} ${what}${total === 1 ? "" : "s"}${SHOWN_WORDS[filters.choice]}, newest first${fewer}`;
}

/** Where those at the bed say the model is wrong, and what a second person decides about it. */
export function ReviewScreen({ queue, actions }: { readonly queue: ReviewQueue; readonly actions: ReviewActions }) {
  const { items, filters, byFeature, measures, mayExport, asOf, timeZone, simulated } = queue;
  const { choice, ...rest } = filters;
  const isFiltered = choice !== "waiting" || Object.values(rest).some((value) => value !== null);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="m-0 text-2xl font-semibold">Review</h1>
        <div className="flex flex-wrap items-center gap-3">
          <p className="m-0 text-sm text-mut">
            As of <LocalTime at={asOf} style="day-time" timeZone={timeZone} />
          </p>
          {mayExport && (
            <a
              href={reviewAddress("/api/v1/flags", filters, { format: "csv" })}
              download
              className={`${buttonLook()} print:hidden`}
            >
              Export as CSV
            </a>
          )}
        </div>
      </div>
      <p className="m-0 mb-3 max-w-[80ch] text-mut">
        “Too high” and “too low” are a signal, never a label: what a person expected is not what happened. No model
        learns from them as if it were. Other flags are decided on by somebody else than their writer, and an outcome is
        corrected only with evidence.{" "}
        {mayExport && "The export names no patient, stay or person, and leaves the notes out. "}
        {simulated && "Demo: the patients are synthetic."}
      </p>
      <MeasuresLine measures={measures} />
      <ReviewFilter queue={queue} />
      {byFeature.length > 0 && (
        <p className="m-0 mb-3 text-sm">
          <span className="text-mut">Data named as wrong or doubtful: </span>
          {byFeature.map(({ name, label, count }, position) => (
            <span key={name}>
              {position > 0 && ", "}
              {label} <b>{count}</b>
            </span>
          ))}
        </p>
      )}
      {items.length === 0 ? (
        <Notice title={isFiltered ? "No flag is like this" : "No flag waits"}>
          {isFiltered
            ? "Choose another kind, version or ward, or flags that stand elsewhere."
            : "Nobody has said that a score is wrong, or every flag was decided or withdrawn. That does not mean every score is right."}
        </Notice>
      ) : (
        <section aria-labelledby="flags">
          <h2 id="flags" className="m-0 mb-1.5 text-base font-semibold">
            {heading(queue)}
          </h2>
          <ul className="m-0 list-none rounded-xl border border-line bg-panel p-0">
            {items.map((flag) => (
              <FlagCard key={flag.id} flag={flag} queue={queue} actions={actions} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
