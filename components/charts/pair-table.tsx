import type { CSSProperties } from "react";
import type { PairGrid } from "@/components/charts/pair-grid";
import { signedLogOdds } from "@/components/charts/shape-function";
import { classNames } from "@/components/ui/class-names";
import { ScrollBox } from "@/components/ui/scroll-box";

/** Darkest shade of the largest cell, in per cent; the figure stays legible on it in both themes. */
const DARKEST = 42;

function shade(added: number, largest: number): CSSProperties {
  const share = largest === 0 ? 0 : Math.round((Math.abs(added) / largest) * DARKEST);
  return { background: `color-mix(in srgb, var(--mut) ${share}%, transparent)`, printColorAdjust: "exact" };
}

/** Two features together: every combination with what it adds, shaded by size, this patient's outlined. */
export function PairTable({ grid }: { readonly grid: PairGrid }) {
  const { rows, columns, added } = grid;
  const largest = Math.max(0, ...added.map(Math.abs));
  const at = (row: number, column: number): number => added[row * columns.cells.length + column] ?? 0;
  const [row, column] = [rows, columns].map(({ cells }) => cells.findIndex(({ isCurrent }) => isCurrent));
  const isPlaced = row !== undefined && column !== undefined && row >= 0 && column >= 0;
  return (
    <figure className="m-0">
      <figcaption className="mb-2 text-sm text-mut">
        What the model adds for both together, beyond what it adds for each alone, in log-odds; + is more risk, the
        darker the more.
        {isPlaced && (
          <strong className="font-semibold text-ink">
            {" "}
            This patient: {rows.cells[row]?.label}; {columns.cells[column]?.label}, {signedLogOdds(at(row, column))}.
          </strong>
        )}
      </figcaption>
      <ScrollBox label={`${rows.title} and ${columns.title}, as a table`} className="relative overflow-x-auto">
        <table className="border-collapse text-2xs [&_td]:border [&_td]:border-line [&_td]:px-1.5 [&_td]:py-1 [&_td]:text-right [&_th]:px-1.5 [&_th]:py-1 [&_th]:text-left [&_th]:font-normal">
          <thead className="align-bottom text-mut">
            <tr>
              <th scope="col">
                {rows.title} ↓ · {columns.title} →
              </th>
              {columns.cells.map(({ label, isCurrent }) => (
                <th
                  key={label}
                  scope="col"
                  className={classNames("max-w-28 min-w-14", isCurrent && "font-semibold! text-ink")}
                >
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.cells.map(({ label, isCurrent }, r) => (
              <tr key={label}>
                <th scope="row" className={classNames("max-w-44", isCurrent ? "font-semibold! text-ink" : "text-mut")}>
                  {label}
                </th>
                {columns.cells.map((cell, c) => {
                  const isHere = isCurrent && cell.isCurrent;
                  return (
                    <td
                      key={cell.label}
                      style={shade(at(r, c), largest)}
                      className={classNames(
                        isHere && "font-bold outline-[2.5px] -outline-offset-2 outline-accent outline-solid",
                      )}
                    >
                      {signedLogOdds(at(r, c))}
                      {isHere && <span className="sr-only"> (this patient)</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </figure>
  );
}
