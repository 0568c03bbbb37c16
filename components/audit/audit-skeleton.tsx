const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** The audit while it is being read. */
export function AuditSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the audit</span>
      <div aria-hidden="true">
        <div className="skeleton mb-4 h-7 w-28" />
        <div className="skeleton mb-4 h-24" />
        <div className="skeleton mb-4 h-16" />
        {ROWS.map((row) => (
          <div key={row} className="skeleton mb-2 h-9" />
        ))}
      </div>
    </div>
  );
}
