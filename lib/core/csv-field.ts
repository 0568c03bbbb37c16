/**
 * A field of RFC 4180 CSV; null is an empty one. A text that a spreadsheet would take for a formula is kept from it by an
 * apostrophe.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvField(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
