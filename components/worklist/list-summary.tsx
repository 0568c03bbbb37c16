import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** The ward in one line. */
export function ListSummary({ rows }: { readonly rows: readonly WorklistRow[] }) {
  const today = rows.filter(({ leaving }) => leaving === "today");
  const unscored = rows.filter(({ probability }) => probability === null).length;
  const raised = rows.filter(({ tier }) => tier === "very-high" || tier === "high").length;
  const flagged = rows.filter(({ openFlagCount }) => openFlagCount > 0).length;
  return (
    <ul aria-label="Summary" className="m-0 mb-3.5 flex list-none flex-wrap gap-x-6 gap-y-1 p-0 text-mut">
      <Count count={rows.length} words={rows.length === 1 ? "patient" : "patients"} />
      <Count count={today.length} words="leaving today" />
      <Count count={raised} words="high or very high" />
      <Count count={unscored} words="without a model score" href={unscored > 0 ? "#no-score" : undefined} />
      {flagged > 0 && <Count count={flagged} words="flagged" />}
    </ul>
  );
}

function Count({
  count,
  words,
  href,
}: {
  readonly count: number;
  readonly words: string;
  readonly href?: string | undefined;
}) {
  return (
    <li>
      <b className="text-lg text-ink">{count}</b>{" "}
      {href ? (
        <a className="quiet-link" href={href}>
          {words}
        </a>
      ) : (
        words
      )}
    </li>
  );
}
