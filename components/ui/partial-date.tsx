const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date as it was recorded, YYYY, YYYY-MM or YYYY-MM-DD, in words; no part is made up. */
export function PartialDate({ date }: { readonly date: string }) {
  const [year, month, day] = date.split("-");
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  const words = [day, name, year].filter((part) => part !== undefined).join(" ");
  return (
    <time dateTime={date} className="whitespace-nowrap">
      {words}
    </time>
  );
}
