import type { CutoffLine } from "@/lib/core/worklist/cutoff";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** The line among the rows in view: below the last of them that is above it. */
export function lineAmong(rows: readonly WorklistRow[], line: CutoffLine | null, capacity: number) {
  if (line === null || line.afterStayId === null) return null;
  const above = new Set(line.above.map(({ stayId }) => stayId));
  const last = rows.findLast(({ stayId }) => above.has(stayId));
  const words =
    capacity === 1 ? "The 1 call possible today ends here." : `The ${capacity} calls possible today end here.`;
  return last === undefined ? null : { afterStayId: last.stayId, words };
}
