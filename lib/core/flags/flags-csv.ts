import { csvField } from "@/lib/core/csv-field";
import type { ReviewedFlag } from "@/lib/core/flags/flag-review";

/** What an export says of a flag: ids of Wardlight's own, and no stay, patient, person or note, which may name one. */
const COLUMNS: readonly (readonly [string, (flag: ReviewedFlag) => string | number | null])[] = [
  ["flag_id", ({ id }) => id],
  ["flagged_at", ({ at }) => at],
  ["kind", ({ kind }) => kind],
  ["feature", ({ feature }) => feature],
  ["by_role", ({ byRole }) => byRole],
  ["source", ({ source }) => source],
  ["has_note", ({ note }) => (note === "" ? "no" : "yes")],
  ["prediction_id", ({ predictionId }) => predictionId],
  ["predicted_at", ({ predictedAt }) => predictedAt],
  ["probability", ({ probability }) => probability],
  ["view", ({ view }) => view],
  ["model_version", ({ modelVersion }) => modelVersion],
  ["is_replaced", ({ isReplaced }) => (isReplaced ? "yes" : "no")],
  ["ward", ({ wardName }) => wardName],
  ["review_state", ({ review }) => review?.state ?? null],
  ["decision", ({ review }) => review?.decision ?? null],
  ["agreement", ({ review }) => review?.agreement ?? null],
  ["decided_at", ({ review }) => review?.decidedAt ?? null],
];

/** Open flags as CSV with a head line, lines ended by CR LF. */
export function flagsCsv(flags: readonly ReviewedFlag[]): string {
  const head = COLUMNS.map(([name]) => name).join(",");
  const lines = flags.map((flag) => COLUMNS.map(([, read]) => csvField(read(flag))).join(","));
  return `${[head, ...lines].join("\r\n")}\r\n`;
}
