import { ScrollBox } from "@/components/ui/scroll-box";
import type { RuleResult } from "@/lib/core/validation/validation-report";
import { RULE_WORDS } from "@/lib/core/validation/verdict-words";

const MARKS = { met: "✓", "not-met": "✕", undecided: "?" } as const;

/** Each rule of the verdict with what was measured. */
export function RuleTable({ rules }: { readonly rules: readonly RuleResult[] }) {
  return (
    <ScrollBox label="Rules of the verdict" className="mt-3 overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <caption className="pb-1 text-left text-mut">Rules, fixed before any outcome was seen</caption>
        <thead className="text-left text-mut">
          <tr>
            <th className="py-1 pr-3 font-semibold">Rule</th>
            <th className="py-1 pr-3 font-semibold">Measured</th>
            <th className="py-1 font-semibold">Result</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ name, rule, measured, state }) => (
            <tr key={name} className="border-t border-line align-top">
              <th scope="row" className="py-1 pr-3 text-left font-normal">
                {rule}
              </th>
              <td className="py-1 pr-3">{measured}</td>
              <td className={`py-1 sm:whitespace-nowrap ${state === "met" ? "" : "font-semibold"}`}>
                <span aria-hidden="true" className="inline-block w-4">
                  {MARKS[state]}
                </span>
                {RULE_WORDS[state]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
