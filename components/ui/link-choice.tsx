import Link from "next/link";
import { classNames } from "@/components/ui/class-names";

interface LinkChoiceProps {
  /** What is chosen, e.g. "Units". */
  readonly label: string;
  readonly choices: readonly {
    readonly key: string;
    readonly href: string;
    readonly name: string;
    readonly count?: number;
    readonly isChosen: boolean;
  }[];
}

/** One of several, as links, so that the browser's own back works and a view can be kept or sent on. */
export function LinkChoice({ label, choices }: LinkChoiceProps) {
  return (
    <nav aria-label={label} className="print:hidden">
      <ul className="m-0 flex list-none flex-wrap gap-1.5 p-0">
        {choices.map(({ key, href, name, count, isChosen }) => (
          <li key={key}>
            <Link
              href={href}
              aria-current={isChosen ? "true" : undefined}
              className={classNames(
                "inline-flex min-h-8 items-center gap-1.5 rounded-lg border px-2.5 no-underline",
                isChosen
                  ? "border-accent bg-soft font-semibold text-ink"
                  : "border-line bg-panel text-mut hover:text-ink",
              )}
            >
              {name} {count !== undefined && <span className="text-sm font-normal text-mut">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
