import Link from "next/link";
import { memo } from "react";
import { midnightOf } from "@/components/beds/beds-words";
import { FigureTable } from "@/components/ui/figure-table";
import { areBedsKnown } from "@/lib/core/capacity/beds-known";
import type { CensusDay, CensusForecast } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { chanceWords } from "@/lib/core/capacity/chance-words";

/** Midnights that a row says: tonight, the next, and then where plans are made. */
const AHEAD = [0, 1, 3, 6, 13] as const;

const likely = ({ median, low80, high80 }: CensusDay): string => `${median} (${low80} to ${high80})`;

/** Where a group's own page is. */
export const groupHref = ({ kind, id }: Pick<CensusForecast, "kind" | "id">): string =>
  kind === "hospital" ? "/beds" : `/beds?${kind}=${encodeURIComponent(id)}`;

/** Every unit under its service, and all of them: what is likely, and how likely it is that beds run out. */
export const UnitBedsTable = memo(function UnitBedsTable({
  view,
  forecast,
  shown,
}: {
  readonly view: CensusView;
  readonly forecast: readonly CensusForecast[];
  readonly shown: CensusForecast;
}) {
  const { days, units } = view.input;
  const services = forecast.filter(({ kind }) => kind === "service");
  const unitsOf = (service: string) =>
    forecast.filter(
      ({ kind, id }) => kind === "unit" && units.some((unit) => unit.id === id && unit.service === service),
    );
  const ordered = [
    ...services.flatMap((service) => [service, ...unitsOf(service.id)]),
    ...forecast.filter(({ kind }) => kind === "hospital"),
  ];
  const header = [
    "Unit",
    "Beds: staffed of physical",
    ...AHEAD.map((ahead) => (ahead === 0 ? "Tonight" : midnightOf(days[ahead] ?? ""))),
    "Likeliest over staffed beds",
    "Over physical beds",
  ];
  const rows = ordered.map((group) => {
    const known = areBedsKnown(group, view.input.units, view.facts.bedsUnknown);
    const worst = group.days.reduce((best, day) => (day.overStaffed > best.overStaffed ? day : best));
    const at = group.days.indexOf(worst);
    return {
      key: `${group.kind} ${group.id}`,
      cells: [
        <Link
          key="name"
          href={groupHref(group)}
          aria-current={group === shown ? "true" : undefined}
          className={group.kind === "unit" ? "flex items-center pl-4 touch:min-h-11" : "font-semibold"}
        >
          {group.name}
        </Link>,
        known ? `${group.staffedBeds} of ${group.physicalBeds}` : "not said",
        ...AHEAD.map((ahead) => likely(group.days[ahead]!)),
        known
          ? `${chanceWords(worst.overStaffed)}${worst.overStaffed >= 0.01 ? `, ${midnightOf(days[at] ?? "")}` : ""}`
          : "–",
        known ? chanceWords(Math.max(...group.days.map(({ overPhysical }) => overPhysical))) : "–",
      ],
    };
  });
  return (
    <section className="mt-5" aria-labelledby="by-unit">
      <h2 id="by-unit" className="m-0 text-base font-semibold">
        By unit and service
      </h2>
      <p className="m-0 text-sm text-mut">Patients at midnight: median, with the 80 % interval.</p>
      <FigureTable label="Patients at midnight by unit and service" header={header} rows={rows} />
    </section>
  );
});
