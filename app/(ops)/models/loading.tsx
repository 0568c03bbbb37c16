/** The page's shape while it is made. */
export default function Loading() {
  return (
    <div role="status" aria-label="Loading the model">
      <div className="skeleton mb-4 h-8 w-48" />
      <div className="skeleton mb-4 h-36 w-full" />
      <div className="skeleton h-96 w-full" />
    </div>
  );
}
