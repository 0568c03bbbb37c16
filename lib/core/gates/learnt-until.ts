/**
 * The end of the years a published data set names, e.g. "US hospitals 1999–2008": ISO-8601; null where it names none.
 */
export function endOfYears(source: string): string | null {
  const years = /\b(?:19|20)\d{2}\s*[–-]\s*((?:19|20)\d{2})\b/.exec(source)?.[1];
  return years === undefined ? null : `${years}-12-31T23:59:59.999Z`;
}
