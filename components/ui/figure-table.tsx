import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { ScrollBox } from "@/components/ui/scroll-box";

const STAYS = "sticky left-0 print:static";

/** A first column of headings, which stays in sight, and then figures. */
export function FigureTable({
  label,
  header,
  rows,
  hasActions = false,
}: {
  readonly label: string;
  readonly header: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
  /** Whether the last column is what can be done, which paper leaves out. */
  readonly hasActions?: boolean;
}) {
  const isOffPaper = (position: number): boolean => hasActions && position === header.length - 1;
  return (
    <ScrollBox label={label} className="my-2 overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-mut">
          <tr>
            {header.map((name, position) => (
              <th
                key={name}
                scope="col"
                className={classNames(
                  "px-3 py-1.5 font-semibold print:px-1.5",
                  position === 0 ? `${STAYS} bg-sunken text-left` : "text-right",
                  isOffPaper(position) && "print:hidden",
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key} className="border-t border-line">
              <th
                scope="row"
                className={`${STAYS} min-w-40 bg-panel px-3 py-1 text-left font-normal max-sm:min-w-28 print:min-w-24 print:px-1.5`}
              >
                {first}
              </th>
              {rest.map((cell, position) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other name than their column
                  key={position}
                  className={classNames(
                    "px-3 py-1 text-right whitespace-nowrap print:px-1.5 print:whitespace-normal",
                    isOffPaper(position + 1) && "print:hidden",
                  )}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
