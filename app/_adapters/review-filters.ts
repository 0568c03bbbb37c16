import "server-only";
import { REVIEW_KINDS } from "@/lib/core/flags/flag-review";
import { REVIEW_CHOICES } from "@/lib/core/review/review-queue";

/** What an address filters the review for; a word that does not exist, in an address typed by hand, filters for nothing. */
export function reviewFilters(read: (name: string) => string | null) {
  return {
    choice: REVIEW_CHOICES.find((choice) => choice === read("show")) ?? "waiting",
    kind: REVIEW_KINDS.find((kind) => kind === read("kind")) ?? null,
    modelVersion: read("version") || null,
    wardId: read("ward") || null,
  };
}
