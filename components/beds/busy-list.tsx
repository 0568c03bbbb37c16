import Link from "next/link";
import { memo } from "react";
import { midnightOf } from "@/components/beds/beds-words";
import { groupHref } from "@/components/beds/unit-beds-table";
import { Disclosure } from "@/components/ui/disclosure";
import { areBedsKnown } from "@/lib/core/capacity/beds-known";
import { type BusyUnit, busyUnits } from "@/lib/core/capacity/busy-days";
import type { CensusForecast } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { chanceWords } from "@/lib/core/capacity/chance-words";

/** From here on a unit is named: one midnight in four. */
const THRESHOLD = 0.25;
/** As many as stand beside the picture; the rest opens. */
const SHOWN = 6;

/** Where beds are likely to run out, and when. */
export const BusyList = memo(function BusyList({
  view: { input, facts },
  forecast,
}: {
  readonly view: CensusView;
  readonly forecast: readonly CensusForecast[];
}) {
  const { days, units } = input;
  const known = forecast.filter((group) => areBedsKnown(group, units, facts.bedsUnknown));
  const busy = busyUnits(known, THRESHOLD);
  const unknown = facts.bedsUnknown.length;
  return (
    <section className="card" aria-labelledby="busy">
      <h2 id="busy" className="m-0 mb-1 text-base font-semibold">
        Where beds may run out
      </h2>
      {busy.length > 0 ? (
        <>
          <p className="m-0 mb-2 text-sm text-mut">
            Chance of more patients than staffed and than physical beds, on the likeliest midnight. “Up to”: at the
            upper end of the 80{"\u202f"}% interval.
          </p>
          <BusyUnits busy={busy.slice(0, SHOWN)} days={days} />
          {busy.length > SHOWN && (
            <Disclosure summary={`${busy.length - SHOWN} more, less likely`}>
              <BusyUnits busy={busy.slice(SHOWN)} days={days} />
            </Disclosure>
          )}
        </>
      ) : (
        unknown < units.length && (
          <p className="m-0 text-mut">
            No unit has a chance of a quarter or more of holding more patients than staffed beds on any midnight of the
            next {days.length} days.
          </p>
        )
      )}
      {unknown > 0 && (
        <p className="m-0 mt-1 text-mut">
          {unknown === units.length
            ? "Nobody has said how many beds there are, so nothing is told of where they may run out."
            : `${unknown} of ${units.length} units are left out: nobody has said how many beds they have.`}
        </p>
      )}
    </section>
  );
});

function BusyUnits({ busy, days }: { readonly busy: readonly BusyUnit[]; readonly days: readonly string[] }) {
  return (
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
  );
}
