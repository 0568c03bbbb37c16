import { ScrollBox } from "@/components/ui/scroll-box";
import { TABLE_ROLES } from "@/components/ui/table-roles";
import type { GateResult } from "@/lib/core/gates/gate-report";
import { GATE_WORDS } from "@/lib/core/gates/gate-words";

const MARKS = { passes: "✓", fails: "✕", "lacks-data": "?" } as const;
const COLUMNS = "sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_7rem] sm:gap-x-3";

/** Each gate with its rule and what was measured; one under the other on a phone. */
export function GateTable({ gates }: { readonly gates: readonly GateResult[] }) {
  return (
    <ScrollBox label="Gates" className="mt-3 overflow-x-auto">
      <p className="m-0 pb-1 text-sm text-mut">Gates, fixed before any candidate was seen</p>
      <table {...TABLE_ROLES.table} className="block w-full text-sm">
        <thead {...TABLE_ROLES.group} className="block text-left text-mut max-sm:sr-only">
          <tr {...TABLE_ROLES.row} className={COLUMNS}>
            {["Gate", "Measured", "Result"].map((name) => (
              <th key={name} {...TABLE_ROLES.column} className="py-1 font-semibold">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...TABLE_ROLES.group} className="block">
          {gates.map(({ name, title, rule, measured, state }, place) => (
            <tr key={name} {...TABLE_ROLES.row} className={`border-t border-line py-1.5 max-sm:block ${COLUMNS}`}>
              <th {...TABLE_ROLES.heading} scope="row" className="block text-left font-normal">
                <span className="block font-semibold">{title}</span>
                <span className="text-mut">{gates[place - 1]?.rule === rule ? "The same rule." : rule}</span>
              </th>
              <td {...TABLE_ROLES.cell} className="block max-sm:mt-1">
                {measured}
              </td>
              <td {...TABLE_ROLES.cell} className={`block max-sm:mt-1 ${state === "passes" ? "" : "font-semibold"}`}>
                <span aria-hidden="true" className="inline-block w-4">
                  {MARKS[state]}
                </span>
                {GATE_WORDS[state]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
