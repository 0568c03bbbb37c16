import type { DriverLine, Explanation } from "@/components/patient/explanation";
import { termShape } from "@/components/patient/term-shape";
import { wholePoints } from "@/components/patient/whole-points";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { type ManifestTerm, termName } from "@/lib/core/model/manifest";
import type { StayView } from "@/lib/core/worklist/stay-view";

/** How many drivers stand alone; the others are told together. */
const STRONGEST = 8;

const CAUTIONS: ReadonlyMap<string, string> = new Map(
  FEATURES.flatMap(({ name, caution }) => (caution === undefined ? [] : [[name, caution] as const])),
);

const SPECS = new Map(FEATURES.map((spec) => [spec.name, spec]));

const logistic = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/**
 * From the starting point to the number in parts a person can add up; null where the model abstains.
 * @param terms the curves of the model version that made the prediction, as they act in its view; may be empty.
 */
export function explainStay({ scored, driverSentences }: StayView, terms: readonly ManifestTerm[]): Explanation | null {
  if (scored?.probability == null || scored.baseline === null) return null;
  const baseline = logistic(scored.baseline);
  const { view } = scored;
  const byName = new Map(terms.map((term) => [termName(term), term]));
  const shapeOf = (feature: string, value: unknown) => {
    const [term, spec] = [byName.get(feature), SPECS.get(feature)];
    if (term === undefined || spec === undefined) return null;
    return termShape(term, spec, { value, isKnowable: VIEWS.indexOf(spec.knownFrom) <= VIEWS.indexOf(view) });
  };
  const told = scored.drivers.map(({ feature, label, value, contribution, evidence }, position) => ({
    feature,
    label,
    sentence: driverSentences[position] ?? label,
    contribution,
    evidence,
    caution:
      feature
        .split(" × ")
        .map((name) => CAUTIONS.get(name))
        .find(Boolean) ?? null,
    shape: shapeOf(feature, value),
  }));
  const strongest = told.filter(({ contribution }) => contribution !== 0).slice(0, STRONGEST);
  const others = told.filter((line) => !strongest.includes(line));
  const together = others.reduce((sum, { contribution }) => sum + contribution, 0);
  const baselinePoints = Math.round(baseline * 100);
  const totalPoints = Math.round(scored.probability * 100);
  const logOdds = told.reduce((sum, { contribution }) => sum + contribution, 0);
  // Points per log-odd along the way from the starting point to the number; the curve's own slope where they meet.
  const slope =
    Math.abs(logOdds) < 1e-9
      ? 100 * baseline * (1 - baseline)
      : (100 * (logistic(scored.baseline + logOdds) - baseline)) / logOdds;
  const exact = [...strongest.map(({ contribution }) => contribution), together].map((part) => part * slope);
  const points = wholePoints(exact, totalPoints - baselinePoints);
  const lines: DriverLine[] = strongest.map((line, position) => ({ ...line, points: points[position] ?? 0 }));
  return {
    baselineLogOdds: scored.baseline,
    baseline,
    baselinePoints,
    totalPoints,
    lines,
    rest: others.map((line) => ({ ...line, shape: null, points: 0 })),
    restPoints: points[strongest.length] ?? 0,
  };
}
