import type { DataIssue } from "@/lib/core/model/scored-stay";

interface MissingNotesProps {
  /** Says which score these are beside, e.g. "the model’s number". */
  readonly of: string;
  readonly issues: readonly DataIssue[];
  /** Plain words for each feature's name; left out where features are not what is weakened. */
  readonly labels?: Readonly<Record<string, string>>;
}

const WORDS = { error: "Unreliable", warning: "Weakened", info: "Note" } as const;

/** What is missing or odd in what one score was made from, right beside it. Nothing missing is filled in. */
export function MissingNotes({ of, issues, labels }: MissingNotesProps) {
  if (issues.length === 0) return null;
  return (
    <ul aria-label={`Missing or odd in ${of}`} className="m-0 mt-2 list-none rounded-lg bg-sunken px-3 py-1.5 text-sm">
      {issues.map((issue, position) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: one code can occur twice; the order never changes by itself
          key={position}
          className="py-1"
        >
          <strong className={issue.severity === "info" ? "font-normal text-mut" : "font-semibold text-warn"}>
            {WORDS[issue.severity]}:
          </strong>{" "}
          {issue.detail}
          {labels && issue.features && issue.features.length > 0 && (
            <span className="text-mut"> Weakens: {issue.features.map((name) => labels[name] ?? name).join(", ")}.</span>
          )}
        </li>
      ))}
    </ul>
  );
}
