/** An instant to the second in the hospital's zone: an audit is read beside other records. */
export function AuditTime({ at, timeZone }: { readonly at: string; readonly timeZone: string }) {
  const words = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone });
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {words.format(new Date(at))}
    </time>
  );
}
