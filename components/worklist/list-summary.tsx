import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const isRaised = ({ tier }: WorklistRow): boolean => tier === "very-high" || tier === "high";

/** The ward in one line. */
export function ListSummary({ rows }: { readonly rows: readonly WorklistRow[] }) {
  const today = rows.filter(({ leaving }) => leaving === "today");
  const raised = rows.filter(isRaised).length;
  const raisedToday = today.filter(isRaised).length;
  const unscored = rows.filter(({ probability }) => probability === null).length;
  const flagged = rows.filter(({ openFlagCount }) => openFlagCount > 0).length;
  return (
    <ul aria-label="Summary" className="m-0 mb-3.5 flex list-none flex-wrap gap-x-6 gap-y-1 p-0 text-mut">
      <Count count={rows.length} words={rows.length === 1 ? "patient" : "patients"} />
      <Count
        count={today.length}
        words={raisedToday > 0 ? `leaving today, ${raisedToday} of them high or very high` : "leaving today"}
      />
      <Count count={raised} words="high or very high in all" />
      <Count count={unscored} words="without a model score" />
      {flagged > 0 && <Count count={flagged} words="flagged" />}
    </ul>
  );
}

function Count({ count, words }: { readonly count: number; readonly words: string }) {
  return (
    <li>
      <b className="text-lg text-ink">{count}</b> {words}
    </li>
  );
}
