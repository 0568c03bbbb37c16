import { percent } from "@/lib/core/validation/figure-words";

/** A chance (0–1) in words that promise no more than is known: "under 1 %", "34 %", "over 99 %". */
export function chanceWords(chance: number): string {
  if (chance < 0.01) return "under 1\u202f%";
  return chance > 0.99 ? "over 99\u202f%" : percent(chance, 0);
}

const DATE = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** "Sun 22 Nov" of a local calendar day (YYYY-MM-DD). */
export const midnightOf = (day: string): string => DATE.format(new Date(`${day}T12:00:00Z`)).replace(",", "");
