import { FanChart } from "@/components/charts/fan-chart";
import { LinkChoice } from "@/components/ui/link-choice";
import type { CountSpread } from "@/lib/core/capacity/counts";
import { dayWords } from "@/lib/core/day-words";
import { toHours } from "@/lib/core/theatres/theatre-words";
import type { TheatresView } from "@/lib/core/theatres/theatres-view";

type Day = TheatresView["days"][number];

interface Shown {
  /** As it stands in the address. */
  readonly key: string;
  readonly name: string;
  readonly what: string;
  readonly spread: (day: Day) => CountSpread;
  readonly there?: { readonly name: string; readonly of: (day: Day) => number | null };
}

const ROOMS: Shown = {
  ...{ key: "rooms", name: "Rooms", what: "Rooms needed", spread: ({ needs }) => needs.rooms },
  there: { name: "Rooms staffed", of: ({ there }) => there.rooms },
};
const SHOWN: readonly Shown[] = [
  ROOMS,
  { key: "operations", name: "Operations", what: "Operations", spread: ({ needs }) => needs.cases },
  {
    ...{ key: "hours", name: "Hours", what: "Theatre hours, turnover included" },
    spread: ({ needs }) => toHours(needs.minutes),
  },
  {
    ...{ key: "recovery", name: "Recovery beds", what: "Recovery beds needed at one time" },
    spread: ({ needs }) => needs.recoveryBeds,
    there: { name: "Recovery beds there are", of: ({ there }) => there.recoveryBeds },
  },
];

/** A need by day as a fan; which one stands in the address. */
export function NeedsChart({ days, asked }: { readonly days: TheatresView["days"]; readonly asked: string }) {
  const shown = SHOWN.find(({ key }) => key === asked) ?? ROOMS;
  const { there } = shown;
  const isThereKnown = there !== undefined && days.some((day) => there.of(day) !== null);
  return (
    <section className="card min-w-0 break-inside-avoid" aria-label={`${shown.what} by day`}>
      <div className="mb-2">
        <LinkChoice
          label="Shown"
          choices={SHOWN.map((one) => ({
            key: one.key,
            href: one === ROOMS ? "/theatres" : `/theatres?show=${one.key}`,
            name: one.name,
            isChosen: one === shown,
          }))}
        />
      </div>
      <FanChart
        fan={{
          title: shown.name,
          words: { what: shown.what, day: "Day", times: "days", line: "step" },
          staffedBeds: null,
          physicalBeds: null,
          ...(isThereKnown && { thereName: there.name }),
          days: days.map((day) => ({
            ...{ day: day.day, label: dayWords(day.day), counted: null, asItIs: null },
            told: shown.spread(day),
            there: there?.of(day) ?? null,
          })),
        }}
      />
    </section>
  );
}
