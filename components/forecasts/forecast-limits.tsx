import { dayWords } from "@/lib/core/day-words";
import { KIND_WORDS } from "@/lib/core/demand/accuracy-words";
import { isByUnit } from "@/lib/core/demand/demand-series";
import { HISTORY_DAYS } from "@/lib/core/demand/forecast-demand";
import type { ForecastAccuracyView } from "@/lib/core/demand/forecast-views";

/** Why there may be no census of a small hospital. */
export const QUIET =
  "nobody left on so many days that it cannot be told since when the record is whole (“Days from” says it)";

/** How the figures came about: what was made when, by which method, and what they leave out. */
export function ForecastLimits({ view }: { readonly view: ForecastAccuracyView }) {
  const { madeDays, tooShortDays, hindsightDays, methodVersions, from, through, kind } = view;
  const isCensus = kind === "census";
  return (
    <ul className="m-0 max-w-[75ch] list-disc space-y-1 pl-5 text-sm text-mut">
      <li>
        {`Forecasts made from ${dayWords(from)} to ${dayWords(through)}: ${madeDays} days, method ${methodVersions.join(", ")}. `}
        {tooShortDays > 0 &&
          `On ${tooShortDays} more there were fewer than ${HISTORY_DAYS.least} days to make one from${isCensus ? `, or ${QUIET}` : ""}. `}
        {hindsightDays > 0 &&
          `${hindsightDays} of the ${madeDays} were made in hindsight, from the days before each alone, because none was made in time: what would have been said, not what was.`}
      </li>
      <li>
        Error: sum of all misses as a share of all that was counted. Beside it the plainest rule there is,{" "}
        {KIND_WORDS[kind].rival.full}; a forecast that does no better is of no use.
      </li>
      <li>
        Intervals are of whole patients: where few come, they hold more often than they say, as no interval of whole
        numbers can hold exactly.
      </li>
      <li>
        {isCensus
          ? "Midnights are counted anew from the stays on record, so that records that come late count."
          : "Every day is counted anew each night, so that records that come late count."}
        {kind === "unscheduled-admissions" &&
          " Planned admissions are left out; births count, and so does an admission whose kind is not recorded."}
        {kind === "ed-attendances" &&
          " Attendances are those in the records of patients Wardlight reads: where it reads inpatients alone, they are fewer than came, and the last weeks most of all: somebody sent home counts once they are admitted later."}
        {kind === "added-operations" &&
          " Operations are those that a kind of operation under Theatres goes by, recorded with their times during a stay that nobody had planned."}
        {isByUnit(kind) && " A stay counts on the unit it is on or left from."}
      </li>
      {isCensus ? (
        <>
          <li>
            Foretold from who was here and who was booked when the day began, and from that night’s forecast of
            unscheduled admissions; emergency patients and readmissions are counted among those.
          </li>
          {hindsightDays > 0 && (
            <li>
              In hindsight nobody knows who was booked: planned admissions are taken to come as on the same weekdays
              before. A stay is taken to have been on the unit, and to have had the diagnosis, that it has now: by unit
              these nights look better than one foretold at the time.
            </li>
          )}
        </>
      ) : (
        <li>The hospital and each unit are forecast by themselves: units need not add up to the hospital.</li>
      )}
    </ul>
  );
}
