import type { ReactNode } from "react";
import { ScrollBox } from "@/components/ui/scroll-box";

/** A first column of headings and then figures. */
export function FigureTable({
  label,
  header,
  rows,
}: {
  readonly label: string;
  readonly header: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}) {
  return (
    <ScrollBox label={label} className="my-2 overflow-x-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-mut">
          <tr>
            {header.map((name, position) => (
              <th key={name} className={`px-3 py-1.5 font-semibold ${position === 0 ? "text-left" : "text-right"}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key} className="border-t border-line">
              <th scope="row" className="min-w-40 px-3 py-1 text-left font-normal">
                {first}
              </th>
              {rest.map((cell, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other name than their column
                <td key={position} className="px-3 py-1 text-right whitespace-nowrap">
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
