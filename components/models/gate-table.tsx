import { ScrollBox } from "@/components/ui/scroll-box";
import type { GateResult } from "@/lib/core/gates/gate-report";
import { GATE_WORDS } from "@/lib/core/gates/gate-words";

const MARKS = { passes: "✓", fails: "✕", "lacks-data": "?" } as const;

/** Each gate with its rule and what was measured. */
export function GateTable({ gates }: { readonly gates: readonly GateResult[] }) {
  return (
    <ScrollBox label="Gates" className="mt-3 overflow-x-auto">
      <table className="w-full border-collapse text-sm max-sm:min-w-[36rem]">
        <caption className="pb-1 text-left text-mut">Gates, fixed before any candidate was seen</caption>
        <thead className="text-left text-mut">
          <tr>
            <th className="py-1 pr-3 font-semibold">Gate</th>
            <th className="py-1 pr-3 font-semibold">Measured</th>
            <th className="py-1 font-semibold">Result</th>
          </tr>
        </thead>
        <tbody>
          {gates.map(({ name, title, rule, measured, state }) => (
            <tr key={name} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal sm:w-[38%]">
                <span className="block font-semibold">{title}</span>
                <span className="text-mut">{rule}</span>
              </th>
              <td className="py-1.5 pr-3">{measured}</td>
              <td className={`py-1.5 whitespace-nowrap ${state === "passes" ? "" : "font-semibold"}`}>
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
