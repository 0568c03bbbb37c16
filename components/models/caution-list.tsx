/** What a reader of figures must know beside them. */
export function CautionList({ cautions }: { readonly cautions: readonly string[] }) {
  if (cautions.length === 0) return null;
  return (
    <>
      <h3 className="m-0 mt-4 text-base font-semibold">To know beside it</h3>
      <ul className="m-0 mt-1 max-w-[80ch] list-disc pl-5">
        {cautions.map((caution) => (
          <li key={caution}>{caution}</li>
        ))}
      </ul>
    </>
  );
}
