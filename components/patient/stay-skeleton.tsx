/** The patient screen's outline while it loads. */
export function StaySkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the patient</span>
      <div aria-hidden="true">
        <div className="skeleton mb-2 h-7 w-72 max-w-full" />
        <div className="skeleton mb-5 h-5 w-96 max-w-full" />
        <div className="grid gap-4 lg:grid-cols-[330px_minmax(0,1fr)]">
          <div className="skeleton h-96" />
          <div className="skeleton h-96" />
        </div>
      </div>
    </div>
  );
}
