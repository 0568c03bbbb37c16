"use client";
import { type ReactNode, useId, useState } from "react";
import { classNames } from "@/components/ui/class-names";

interface DisclosureProps {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  readonly label?: string;
  readonly isOpenAtFirst?: boolean;
}

/** A heading line that opens what is under it, in place. What is closed is not in the page. */
export function Disclosure({ summary, children, label, isOpenAtFirst = false }: DisclosureProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={label}
        onClick={() => setOpen(!isOpen)}
        className={classNames(
          "flex min-h-8 w-full touch:min-h-11 items-center gap-1.5 text-left",
          !isOpen && "print:hidden",
        )}
      >
        <Chevron isOpen={isOpen} />
        {summary}
      </button>
      {isOpen && <div id={id}>{children}</div>}
    </div>
  );
}

export function Chevron({ isOpen }: { readonly isOpen: boolean }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={`size-3 shrink-0 text-mut transition-transform print:hidden ${isOpen ? "rotate-90" : ""}`}
    >
      <path
        d="m5 2 6 6-6 6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
