/** Head of a chart's table that stays in sight: the day on the left, figures on the right. */
export function TableHead({ headings }: { readonly headings: readonly string[] }) {
  return (
    <thead className="sticky top-0 bg-sunken print:static text-right text-mut">
      <tr>
        {headings.map((heading) => (
          <th key={heading} scope="col" className="px-3 py-1.5 font-semibold first:text-left">
            {heading}
          </th>
        ))}
      </tr>
    </thead>
  );
}
