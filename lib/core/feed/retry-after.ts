/** Whole numbers from here on are a moment (seconds since 1970, 2001 and later), not a wait of decades. */
const EPOCH_SECONDS = 1e9;
/** And from here on the same in milliseconds. */
const EPOCH_MS = 1e12;

/**
 * How long a server asks to be left alone, in milliseconds; null where it does not say. Read as seconds or an HTTP date,
 * as the standard has it, and as a moment in seconds or milliseconds since 1970, as some servers send it.
 * `nowMs` is the server's own clock where it told it. @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const said = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(said)) {
    const number = Number(said);
    if (number >= EPOCH_MS) return Math.max(0, number - nowMs);
    return Math.max(0, number >= EPOCH_SECONDS ? number * 1000 - nowMs : number * 1000);
  }
  // A date has letters and a colon; Date.parse makes something of almost anything else.
  if (!/[A-Za-z]{3}.*\d:\d/.test(said) && !/^\d{4}-\d\d-\d\dT/.test(said)) return null;
  const date = Date.parse(said);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
