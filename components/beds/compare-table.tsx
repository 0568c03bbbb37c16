import { midnightOf } from "@/components/beds/beds-words";
import type { ScenarioState } from "@/components/beds/use-scenario";
import { Button } from "@/components/ui/button";
import { FigureTable } from "@/components/ui/figure-table";
import { areBedsKnown } from "@/lib/core/capacity/beds-known";
import type { CensusForecast } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { chanceWords } from "@/lib/core/capacity/chance-words";
import { fixed } from "@/lib/core/validation/figure-words";

const HEADER = [
  "Scenario",
  "Staffed beds",
  "Most expected",
  "On midnight of",
  "Highest chance over staffed beds",
  "Midnights likely over",
  "Show",
];

function cellsOf(view: CensusView, group: CensusForecast): string[] {
  const known = areBedsKnown(group, view.input.units, view.facts.bedsUnknown);
  const most = group.days.reduce((best, { expected }, day) => (expected > group.days[best]!.expected ? day : best), 0);
  const chances = group.days.map(({ overStaffed }) => overStaffed);
  return [
    known ? String(group.staffedBeds) : "not said",
    fixed(group.days[most]?.expected ?? null, 1),
    midnightOf(view.input.days[most] ?? ""),
    known ? chanceWords(Math.max(...chances)) : "–",
    known ? `${chances.filter((chance) => chance >= 0.5).length} of ${chances.length}` : "–",
  ];
}

/** Scenarios that were put by, beside how it is, for the group that is shown. */
export function CompareTable({
  view,
  state,
  group,
}: {
  readonly view: CensusView;
  readonly state: ScenarioState;
  readonly group: CensusForecast;
}) {
  const find = (all: readonly CensusForecast[]) =>
    all.find(({ kind, id }) => kind === group.kind && id === group.id) ?? group;
  const rows = [
    {
      key: "as-it-is",
      cells: [
        "As it is",
        ...cellsOf(view, find(view.forecast)),
        <Button key="take" look="text" onPress={state.reset}>
          Show
        </Button>,
      ],
    },
    ...state.kept.map((one) => ({
      key: `kept ${one.key}`,
      cells: [
        <span key="name" className="whitespace-normal">
          {one.name}
          {one.changedSince.length > 0 && (
            <span className="block text-sm text-mut">Since it was kept: {one.changedSince.join("; ")}.</span>
          )}
        </span>,
        ...cellsOf(view, find(one.forecast)),
        <span key="do" className="inline-flex gap-2">
          <Button look="text" onPress={() => state.take(one)} aria-label={`Show: ${one.name}`}>
            Show
          </Button>
          <Button look="text" onPress={() => state.drop(one)} aria-label={`Remove: ${one.name}`}>
            Remove
          </Button>
        </span>,
      ],
    })),
  ];
  return (
    <section className="mt-5" aria-labelledby="compare">
      <h2 id="compare" className="m-0 text-base font-semibold">
        Scenarios compared, {group.name}
      </h2>
      <p className="m-0 max-w-[80ch] text-sm text-mut">
        All of them on the beds, patients and bookings of now, and not of when they were kept.
      </p>
      <FigureTable label={`Scenarios compared as a table, ${group.name}`} header={HEADER} rows={rows} hasActions />
    </section>
  );
}
