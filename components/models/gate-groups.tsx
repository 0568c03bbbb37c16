import { FigureTable } from "@/components/ui/figure-table";
import { GATE_BARS } from "@/lib/core/gates/gate-bars";
import type { Both, GroupGate } from "@/lib/core/gates/gate-report";
import { GATE_WORDS } from "@/lib/core/gates/gate-words";
import { count, fixed, percent } from "@/lib/core/validation/figure-words";

const MARKS = { passes: "✓", fails: "✕", "lacks-data": "?" } as const;

const shares = ({ champion, candidate }: Both<number | null>): string =>
  champion === null && candidate === null ? "–" : `${percent(champion, 0)} → ${percent(candidate, 0)}`;

/** What both versions do for every group: champion → candidate. */
export function GateGroups({ groups }: { readonly groups: readonly GroupGate[] }) {
  return (
    <>
      <p className="m-0 mt-1 mb-2 max-w-[80ch] text-sm text-mut">
        Champion → candidate. Groups with fewer than {GATE_BARS.events} readmissions are not enough to judge; that is no
        kind of passing.
      </p>
      <FigureTable
        label="Both versions by group"
        header={[
          "Group",
          "Stays",
          "Readmitted",
          "Observed / expected",
          "Sensitivity",
          "PPV",
          "Share of calls",
          "No probability",
          "Result",
        ]}
        rows={groups.map((group) => ({
          key: `${group.variable} ${group.level}`,
          cells: [
            `${group.variable}: ${group.level}`,
            count(group.stays),
            count(group.readmissions),
            group.oe.candidate === null ? "–" : `${fixed(group.oe.champion, 2)} → ${fixed(group.oe.candidate, 2)}`,
            shares(group.sensitivity),
            shares(group.ppv),
            shares(group.shareOfCalls),
            shares(group.abstention),
            <span key="state" className={group.state === "passes" ? "" : "font-semibold"}>
              <span aria-hidden="true">{MARKS[group.state]}</span>{" "}
              {group.state === "lacks-data" ? "not enough to judge" : GATE_WORDS[group.state]}
            </span>,
          ],
        }))}
      />
    </>
  );
}
