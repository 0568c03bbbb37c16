import { csvField } from "@/lib/core/csv-field";

/** Lines of fields as RFC 4180 CSV, each ended by CR LF. */
export function csvText(lines: readonly (readonly (string | number | null)[])[]): string {
  return lines.map((line) => `${line.map(csvField).join(",")}\r\n`).join("");
}
