import { percent } from "@/lib/core/validation/figure-words";

/** A chance (0–1) in words that promise no more than is known: "under 1 %", "34 %", "over 99 %". */
export function chanceWords(chance: number): string {
  if (chance < 0.01) return "under 1\u202f%";
  return chance > 0.99 ? "over 99\u202f%" : percent(chance, 0);
}
