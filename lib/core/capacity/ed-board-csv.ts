import type { EdBoard } from "@/lib/core/capacity/ed-board";
import { csvText } from "@/lib/core/csv-text";

const HEAD = [
  "place",
  "triage",
  "complaint",
  "arrived_at",
  "arrival",
  "age",
  "chance_of_admission",
  "nothing_said_because",
];

/** The board as CSV with a head line, in its own order: what stands on it and nothing that names anybody. */
export function edBoardCsv({ rows }: Pick<EdBoard, "rows">): string {
  const lines = rows.map(({ place, triage, complaint, arrivedAt, arrival, age, chance, outside }) => [
    ...[place, triage, complaint, arrivedAt, arrival, age],
    ...[chance === null ? null : Number(chance.toFixed(4)), outside.join(" ") || null],
  ]);
  return csvText([HEAD, ...lines]);
}
