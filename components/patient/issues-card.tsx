import type { DataIssue } from "@/lib/core/model/scored-stay";

interface IssuesCardProps {
  readonly issues: readonly DataIssue[];
  /** Plain words for each feature's name. */
  readonly labels: Readonly<Record<string, string>>;
}

const ORDER = { error: 0, warning: 1, info: 2 } as const;
const WORDS = { error: "Unreliable", warning: "Weakened", info: "Note" } as const;

/** What is missing or odd in the data, and what it weakens. Nothing missing is filled in. */
export function IssuesCard({ issues, labels }: IssuesCardProps) {
  const sorted = [...issues].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  return (
    <section className="card" aria-labelledby="issues">
      <h2 id="issues" className="m-0 mb-1.5 text-base font-semibold">
        What is missing or odd in the data
      </h2>
      {sorted.length === 0 ? (
        <p className="m-0 text-mut">Nothing was noticed. That does not mean the record is complete.</p>
      ) : (
        <ul className="m-0 list-none p-0">
          {sorted.map((issue, position) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: one code can occur twice; the order never changes by itself
              key={position}
              className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-2 border-t border-line py-1.5 first:border-t-0"
            >
              <span className={issue.severity === "info" ? "text-mut" : "font-semibold text-warn"}>
                {WORDS[issue.severity]}
              </span>
              <span>
                {issue.detail}
                {issue.features && issue.features.length > 0 && (
                  <span className="block text-sm text-mut">
                    Weakens: {issue.features.map((name) => labels[name] ?? name).join(", ")}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
