import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

/** A named box that scrolls inside the page, reachable by keyboard. Paper does not scroll: there all of it is shown. */
export function ScrollBox({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}) {
  return (
    <section
      className={classNames(className, "print:max-h-none print:overflow-visible")}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      {children}
    </section>
  );
}
