const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** The list's outline while it loads: the same shape, so that nothing jumps. */
export function WorklistSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the discharge list</span>
      <div aria-hidden="true">
        <div className="skeleton mb-4 h-7 w-64" />
        <div className="skeleton mb-4 h-5 w-80 max-w-full" />
        <div className="rounded-xl border border-line bg-panel">
          {ROWS.map((row) => (
            <div key={row} className="flex gap-6 border-b border-line px-3.5 py-3.5 last:border-0">
              <div className="skeleton h-6 w-32" />
              <div className="skeleton h-6 flex-1" />
              <div className="skeleton hidden h-6 flex-1 sm:block" />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
