import type { ReactNode } from "react";

/** A part of a page: a heading, what can be done about it, and what it holds. */
export function Part({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="min-w-0 rounded-xl border border-line bg-panel px-4 py-3.5">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="m-0 text-lg font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
