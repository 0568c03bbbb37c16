import { toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import type { AroundCutoff } from "@/lib/core/programme/discontinuity";

/** A list at the moment its line was drawn: who stood where, with which number. */
export interface DrawnLine {
  /** ISO-8601. */
  readonly at: string;
  /** How many were above. */
  readonly capacity: number;
  /** In working order; arrays of one length. */
  readonly stayIds: readonly string[];
  readonly probabilities: readonly number[];
}

/** What became of a stay whose 30 days are over. */
export interface LineOutcome {
  readonly patientId: string;
  readonly isReadmitted: boolean;
  /** When somebody noted that something was done for the patient; ISO-8601, in any order. */
  readonly actedAt: readonly string[];
}

/** One stay beside the line of the last list it stood on. */
export interface BesideLine {
  readonly stayId: string;
  readonly patientId: string;
  /** Log-odds of readmission above the line; negative below it. */
  readonly distance: number;
  readonly probability: number;
  readonly isReadmitted: boolean;
  /** Something was noted for the patient from when the line was drawn. */
  readonly isActedOn: boolean;
}

const toLogit = (p: number): number => {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, p));
  return Math.log(inside / (1 - inside));
};

/**
 * The stretch of the list around the line within which the number alone decided who stood higher: a list is in order of
 * when patients leave, and only then of their numbers. Where two such stretches happen to meet in descending order they
 * count as one.
 */
function stretch({ capacity, probabilities }: DrawnLine): readonly [from: number, to: number] | null {
  const length = probabilities.length;
  if (capacity <= 0 || capacity >= length || probabilities[capacity - 1]! < probabilities[capacity]!) return null;
  let from = capacity - 1;
  while (from > 0 && probabilities[from - 1]! >= probabilities[from]!) from -= 1;
  let to = capacity;
  while (to < length - 1 && probabilities[to]! >= probabilities[to + 1]!) to += 1;
  return [from, to];
}

/**
 * Each stay once, on the last list it stood on whose line could have divided it from its neighbours: that is when it was
 * decided who is called before they leave. Stays whose outcome is not known are left out.
 * @param lines of one set of wards or several; several of a day replace each other before they come here
 */
export function besideLines(
  lines: readonly DrawnLine[],
  outcomes: ReadonlyMap<string, LineOutcome>,
): readonly BesideLine[] {
  const last = new Map<string, BesideLine>();
  for (const line of [...lines].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const span = stretch(line);
    if (span === null) continue;
    const { capacity, probabilities, stayIds } = line;
    const cutoff = (toLogit(probabilities[capacity - 1]!) + toLogit(probabilities[capacity]!)) / 2;
    for (let place = span[0]; place <= span[1]; place++) {
      const stayId = stayIds[place]!;
      const outcome = outcomes.get(stayId);
      if (outcome === undefined) continue;
      const probability = probabilities[place]!;
      const away = toLogit(probability) - cutoff;
      last.set(stayId, {
        stayId,
        patientId: outcome.patientId,
        // Two of one number on either side of the line are as near to it as can be, and still on their own side.
        distance: place < capacity ? Math.max(away, 0) : Math.min(away, -Number.EPSILON),
        probability,
        isReadmitted: outcome.isReadmitted,
        isActedOn: outcome.actedAt.some((at) => Date.parse(at) >= Date.parse(line.at)),
      });
    }
  }
  return [...last.values()];
}

/** The same rows with what is to be compared: see `AroundCutoff`. */
export function toAroundCutoff(rows: readonly BesideLine[], value: (row: BesideLine) => number): AroundCutoff {
  return {
    distance: Float64Array.from(rows, ({ distance }) => distance),
    value: Float64Array.from(rows, value),
    clusters: toClusters(rows.map(({ patientId }) => patientId)),
  };
}
