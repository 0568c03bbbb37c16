import Link from "next/link";
import { memo } from "react";
import { midnightOf } from "@/components/beds/beds-words";
import { groupHref } from "@/components/beds/unit-beds-table";
import { areBedsKnown } from "@/lib/core/capacity/beds-known";
import { busyUnits } from "@/lib/core/capacity/busy-days";
import type { CensusForecast } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { chanceWords } from "@/lib/core/capacity/chance-words";

/** From here on a unit is named: one midnight in four. */
const THRESHOLD = 0.25;

/** Where beds are likely to run out, and when. */
export const BusyList = memo(function BusyList({
  view,
  forecast,
}: {
  readonly view: CensusView;
  readonly forecast: readonly CensusForecast[];
}) {
  const { days } = view.input;
  const known = forecast.filter((group) => areBedsKnown(group, view.input.units, view.facts.bedsUnknown));
  const busy = busyUnits(known, THRESHOLD);
  return (
    <section className="card" aria-labelledby="busy">
      <h2 id="busy" className="m-0 mb-1 text-base font-semibold">
        Where beds may run out
      </h2>
      {busy.length === 0 ? (
        <p className="m-0 text-mut">
          No unit has a chance of a quarter or more of holding more patients than staffed beds on any midnight of the
          next {days.length} days.
        </p>
      ) : (
        <>
          <p className="m-0 mb-2 text-sm text-mut">
            Chance of more patients than staffed and than physical beds, on the likeliest midnight. “Up to”: at the
            upper end of the 80{"\u202f"}% interval.
          </p>
          <ul className="m-0 grid list-none gap-1.5 p-0">
            {busy.map(({ id, name, first, worst, overStaffed, overPhysical, beyond }) => (
              <li key={id}>
                <Link href={groupHref({ kind: "unit", id })} className="font-semibold">
                  {name}
                </Link>
                : {chanceWords(overStaffed)} over staffed, {chanceWords(overPhysical)} over physical on{" "}
                {midnightOf(days[worst] ?? "")}
                {first < worst && ` (a quarter or more from ${midnightOf(days[first] ?? "")} on)`}
                {beyond > 0 && `; up to ${beyond} beyond staffed`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
});
