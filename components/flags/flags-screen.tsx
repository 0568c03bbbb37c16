import { FlagCard } from "@/components/flags/flag-card";
import { FlagFilter } from "@/components/flags/flag-filter";
import { flagsAddress } from "@/components/flags/flags-address";
import { buttonLook } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import type { FlagReview } from "@/lib/core/flags/flag-review";

/** Where those at the bed say the model is wrong, for whoever judges it. */
export function FlagsScreen({ review }: { readonly review: FlagReview }) {
  const { flags, total, filters, byFeature, asOf, timeZone, simulated } = review;
  const isFiltered = Object.values(filters).some((value) => value !== null);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="m-0 text-2xl font-semibold">Flags to review</h1>
        <div className="flex flex-wrap items-center gap-3">
          <p className="m-0 text-sm text-mut">
            As of <LocalTime at={asOf} style="day-time" timeZone={timeZone} />
          </p>
          {total > 0 && (
            <a href={flagsAddress("/api/v1/flags", filters, { format: "csv" })} download className={buttonLook()}>
              Export as CSV
            </a>
          )}
        </div>
      </div>
      <p className="m-0 mb-3 max-w-[80ch] text-mut">
        “Too high” and “too low” are a signal, never a label: what a person expected is not what happened. No model
        learns from them as if it were. The export names no patient, stay or person, and leaves the notes out.
        {simulated && " Demo: the patients are synthetic."}
      </p>
      <FlagFilter review={review} />
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
      {flags.length === 0 ? (
        <Notice title={isFiltered ? "No open flag is like this" : "No open flags"}>
          {isFiltered
            ? "Choose another kind, version or ward."
            : "Nobody has said that a score is wrong, or what was said has been withdrawn. That does not mean every score is right."}
        </Notice>
      ) : (
        <section aria-labelledby="open-flags">
          <h2 id="open-flags" className="m-0 mb-1.5 text-base font-semibold">
            {total} open {total === 1 ? "flag" : "flags"}, newest first
            {flags.length < total && `; the newest ${flags.length} are shown, the export has more`}
          </h2>
          <ul className="m-0 list-none rounded-xl border border-line bg-panel p-0">
            {flags.map((flag) => (
              <FlagCard key={flag.id} flag={flag} timeZone={timeZone} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
