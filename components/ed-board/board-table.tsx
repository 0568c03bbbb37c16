"use client";
import { Fragment, useId, useState } from "react";
import { SignedBar } from "@/components/charts/signed-bar";
import { SignedPoints } from "@/components/charts/signed-points";
import { Chevron } from "@/components/ui/disclosure";
import { LocalTime } from "@/components/ui/local-time";
import { ScrollBox } from "@/components/ui/scroll-box";
import { chanceWords } from "@/lib/core/capacity/chance-words";
import type { EdBoardRow } from "@/lib/core/capacity/ed-board";
import type { EdReasons } from "@/lib/core/capacity/ed-reasons";
import { localDay } from "@/lib/core/worklist/leaving-group";

const HEAD = "px-3 py-1.5 text-left font-semibold align-bottom max-sm:px-1.5";
const CELL = "px-3 py-1.5 align-top max-sm:px-1.5";
/** Told under the complaint on a phone, so that the chance is in sight. */
const WIDE = "max-sm:hidden";

interface BoardTableProps {
  readonly rows: readonly EdBoardRow[];
  /** ISO-8601 */
  readonly asOf: string;
  readonly timeZone: string;
  readonly showsChance: boolean;
}

/** Who is in the department, a line each; a chance opens why it is that. */
export function BoardTable({ rows, asOf, timeZone, showsChance }: BoardTableProps) {
  const columns: readonly (readonly [string, string])[] = [
    ["Place", ""],
    ["Triage", ""],
    ["Complaint", ""],
    ["Arrived", WIDE],
    ["How", WIDE],
    ["Age", WIDE],
    ...(showsChance ? [["Chance of admission", ""] as const] : []),
  ];
  return (
    <ScrollBox label="Visits going on now" className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table aria-label="Visits going on now" className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-mut">
          <tr>
            {columns.map(([heading, hidden]) => (
              <th key={heading} scope="col" className={`${HEAD} ${hidden}`}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BoardLine key={row.visitId} {...{ row, asOf, timeZone, showsChance }} width={columns.length} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function BoardLine({
  row: { place, triage, complaint, arrivedAt, arrival, age, chance, outside, reasons },
  asOf,
  timeZone,
  showsChance,
  width,
}: Omit<BoardTableProps, "rows"> & { readonly row: EdBoardRow; readonly width: number }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  // Before midnight is long ago by morning, and would read as later today.
  const isToday = arrivedAt !== null && localDay(arrivedAt, timeZone) === localDay(asOf, timeZone);
  const style = isToday ? "time" : "day-time";
  const when = arrivedAt === null ? "Not recorded" : <LocalTime at={arrivedAt} style={style} timeZone={timeZone} />;
  return (
    <Fragment>
      <tr className="border-t border-line">
        <th scope="row" className={`${CELL} text-left font-semibold whitespace-nowrap`}>
          {place ?? "Not recorded"}
        </th>
        <td className={CELL}>{triage ?? "none yet"}</td>
        <td className={CELL}>
          {complaint}
          <span className="block text-mut sm:hidden">
            {age}. {arrival}. Arrived: {when}
          </span>
        </td>
        <td className={`${CELL} ${WIDE} whitespace-nowrap`}>{when}</td>
        <td className={`${CELL} ${WIDE}`}>{arrival}</td>
        <td className={`${CELL} ${WIDE} whitespace-nowrap`}>{age}</td>
        {showsChance && (
          <td className={CELL}>
            {chance === null ? (
              outside.join(" ") || "nothing said"
            ) : reasons === null ? (
              chanceWords(chance)
            ) : (
              <button
                type="button"
                aria-expanded={isOpen}
                aria-controls={isOpen ? id : undefined}
                aria-label={`${chanceWords(chance)}: why, ${place ?? "place not recorded"}`}
                onClick={() => setOpen(!isOpen)}
                className="inline-flex min-h-6 items-center gap-1.5 whitespace-nowrap hover:underline touch:min-h-11"
              >
                {chanceWords(chance)}
                <Chevron isOpen={isOpen} />
              </button>
            )}
          </td>
        )}
      </tr>
      {isOpen && reasons !== null && (
        <tr>
          <td id={id} colSpan={width} className="px-3 pb-3 max-sm:px-2">
            <Reasons reasons={reasons} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** From the model's starting point to this visit's chance, in parts that add up. */
function Reasons({ reasons: { from, to, lines, rest } }: { readonly reasons: EdReasons }) {
  const told = [
    ...lines.map(({ feature, sentence, points }) => ({ key: feature, sentence, points })),
    ...(rest === 0 ? [] : [{ key: "rest", sentence: "Everything else together", points: rest }]),
  ].filter(({ points }) => points !== 0);
  const largest = Math.max(1, ...told.map(({ points }) => Math.abs(points)));
  return (
    <div className="max-w-3xl rounded-lg bg-sunken px-3.5 py-2.5">
      <p className="m-0 mb-1 font-semibold">
        Why: from the model’s starting point, {from}
        {"\u202f"}%, to {to}
        {"\u202f"}%
      </p>
      <ul className="m-0 list-none p-0">
        {told.map(({ key, sentence, points }) => (
          <li
            key={key}
            className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-x-3 border-b border-line py-1 last:border-b-0 md:grid-cols-[minmax(0,1fr)_minmax(8rem,15rem)_3.5rem]"
          >
            <span>{sentence}</span>
            <span className="max-md:order-last max-md:col-span-2">
              <SignedBar share={points / largest} />
            </span>
            <span className="text-right font-semibold">
              <SignedPoints points={points} />
            </span>
          </li>
        ))}
      </ul>
      <p className="m-0 mt-1.5 text-sm text-mut">
        Percentage points; they add up to the number exactly. They say what the model used, not what caused it.
      </p>
    </div>
  );
}
