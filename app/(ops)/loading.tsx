/** Stands where a page of figures will be. */
export default function Loading() {
  return (
    <div role="status" aria-label="Loading">
      <div className="skeleton mb-4 h-8 w-48" />
      <div className="skeleton h-72 w-full" />
    </div>
  );
}
