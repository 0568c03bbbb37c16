"use client";
import Link from "next/link";
import { useEffect, useRef } from "react";
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

/**
 * One of several, as links, so that the browser's own back works and a view can be kept or sent on. On a phone a single
 * line that scrolls by itself, with the one that is chosen in sight: eight wards must not fill the screen.
 */
export function LinkChoice({ label, choices }: LinkChoiceProps) {
  const strip = useRef<HTMLUListElement>(null);
  const chosen = choices.find(({ isChosen }) => isChosen)?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: brought into sight again when another is chosen
  useEffect(() => {
    const link = strip.current?.querySelector<HTMLElement>("[aria-current]");
    if (strip.current && link) strip.current.scrollLeft = link.offsetLeft - strip.current.offsetLeft - 16;
  }, [chosen]);
  return (
    <nav aria-label={label} className="print:hidden">
      <ul
        ref={strip}
        className="m-0 flex list-none flex-wrap gap-1.5 p-0 max-sm:-mx-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1"
      >
        {choices.map(({ key, href, name, count, isChosen }) => (
          <li key={key} className="shrink-0">
            <Link
              href={href}
              aria-current={isChosen ? "true" : undefined}
              className={classNames(
                "inline-flex min-h-8 items-center gap-1.5 rounded-lg border px-2.5 whitespace-nowrap no-underline touch:min-h-11",
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
