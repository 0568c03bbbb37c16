import { dayWords } from "@/lib/core/day-words";

/** "Sun 22 Nov" of the local calendar day (YYYY-MM-DD) that ends with a midnight. */
export const midnightOf = (day: string): string => dayWords(day);
