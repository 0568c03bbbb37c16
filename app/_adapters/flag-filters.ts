import "server-only";
import { REVIEW_KINDS } from "@/lib/core/flags/flag-review";

/** What an address filters flags for; a kind that does not exist, in an address typed by hand, filters for nothing. */
export function flagFilters(read: (name: string) => string | null) {
  return {
    kind: REVIEW_KINDS.find((kind) => kind === read("kind")) ?? null,
    modelVersion: read("version") || null,
    wardId: read("ward") || null,
  };
}
