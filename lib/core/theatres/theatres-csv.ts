import type { CountSpread } from "@/lib/core/capacity/counts";
import { csvText } from "@/lib/core/csv-text";
import { TEAM_ROLES } from "@/lib/core/theatres/procedure-profile";
import type { TheatresView } from "@/lib/core/theatres/theatres-view";

const HEAD = [
  ...["day", "what", "there", "expected", "median", "low_80", "high_80", "low_95", "high_95"],
  ...["chance_over_there", "stock", "chance_out_by"],
];

const rounded = (value: number | null, decimals: number): number | null =>
  value === null ? null : Number(value.toFixed(decimals));

const spreadCells = ({ expected, median, low80, high80, low95, high95 }: CountSpread) => [
  rounded(expected, 2),
  ...[median, low80, high80, low95, high95],
];

/** A fortnight in theatre as CSV with a head line, lines ended by CR LF: a row for each day and need, and each day and item. */
export function theatresCsv({ days, supplies }: TheatresView): string {
  const needs = days.flatMap(({ day, needs: need, there }) => {
    const row = (what: string, spread: CountSpread, most: number | null = null, over: number | null = null) => [
      ...[day, what, most, ...spreadCells(spread)],
      ...[rounded(over, 4), null, null],
    ];
    return [
      row("operations", need.cases),
      row("minutes", need.minutes),
      row("rooms", need.rooms, there.rooms, need.roomsRunOut),
      row("recovery beds", need.recoveryBeds, there.recoveryBeds, need.recoveryRunsOut),
      ...TEAM_ROLES.flatMap((role) => {
        const people = need.team[role];
        return people === undefined ? [] : [row(role, people)];
      }),
    ];
  });
  const items = supplies.flatMap(({ item, use, stock, cover }) =>
    use.map((spread, at) => [
      ...[days[at]?.day ?? "", item, null, ...spreadCells(spread)],
      ...[null, at === 0 ? (stock?.count ?? null) : null, rounded(cover?.outBy[at] ?? null, 4)],
    ]),
  );
  return csvText([HEAD, ...needs, ...items]);
}
