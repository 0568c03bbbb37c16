import type { DriverLine, Explanation } from "@/components/patient/explanation";
import { type GridValue, termGrid } from "@/components/patient/term-grid";
import { termShape } from "@/components/patient/term-shape";
import { type FeatureValue, VIEWS, type View } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { type ManifestTerm, termName } from "@/lib/core/model/manifest";
import type { Driver } from "@/lib/core/model/scored-stay";
import { pointsPerLogOdd, wholePoints } from "@/lib/core/model/whole-points";
import { logistic } from "@/lib/core/statistics/logistic";
import { driverCaution } from "@/lib/core/worklist/driver-caution";
import { PAIR } from "@/lib/core/worklist/driver-sentence";
import type { StayView } from "@/lib/core/worklist/stay-view";

/** How many drivers stand alone; the others are told together. */
const STRONGEST = 8;

const SPECS = new Map(FEATURES.map((spec) => [spec.name, spec]));

/** The curve or the grid behind one driver, with this patient on it. */
function pictureOf(
  { feature, value }: Driver,
  terms: ReadonlyMap<string, ManifestTerm>,
  view: View,
): Pick<DriverLine, "shape" | "grid"> {
  const term = terms.get(feature);
  const values = (Array.isArray(value) ? value : [value]) as readonly FeatureValue[];
  const read = feature.split(PAIR).flatMap((name, position): GridValue[] => {
    const spec = SPECS.get(name);
    if (spec === undefined) return [];
    const isKnowable = VIEWS.indexOf(spec.knownFrom) <= VIEWS.indexOf(view);
    return [{ spec, value: values[position] ?? null, isKnowable }];
  });
  const [first, second] = read;
  if (term === undefined || first === undefined) return { shape: null, grid: null };
  if (term.kind === "single") return { shape: termShape(term, first.spec, first), grid: null };
  return { shape: null, grid: second === undefined ? null : termGrid(term, [first, second]) };
}

/**
 * From the starting point to the number in parts a person can add up; null where the model abstains. A driver's points
 * are its log-odds times the points per log-odd along the whole way, so that they too add up exactly; whole points are
 * made by largest remainder.
 * @param terms the curves of the model version that made the prediction, as they act in its view; may be empty.
 */
export function explainStay({ scored, driverSentences }: StayView, terms: readonly ManifestTerm[]): Explanation | null {
  if (scored?.probability == null || scored.baseline === null) return null;
  const baseline = logistic(scored.baseline);
  const byName = new Map(terms.map((term) => [termName(term), term]));
  const logOdds = scored.drivers.reduce((sum, { contribution }) => sum + contribution, 0);
  const slope = pointsPerLogOdd(scored.baseline, logOdds);
  const told = scored.drivers
    .map((driver, position) => ({ driver, sentence: driverSentences[position] ?? driver.label }))
    .sort((a, b) => Math.abs(b.driver.contribution) - Math.abs(a.driver.contribution));
  const adding = told
    .filter(({ driver }) => driver.contribution !== 0)
    .map(({ driver, sentence }) => ({
      feature: driver.feature,
      label: driver.label,
      sentence,
      contribution: driver.contribution,
      exactPoints: driver.contribution * slope,
      evidence: driver.evidence,
      caution: driverCaution(driver),
      ...pictureOf(driver, byName, scored.view),
    }));
  const [strongest, others] = [adding.slice(0, STRONGEST), adding.slice(STRONGEST)];
  const exactRestPoints = others.reduce((sum, { exactPoints }) => sum + exactPoints, 0);
  const baselinePoints = Math.round(baseline * 100);
  const totalPoints = Math.round(scored.probability * 100);
  const exact = [...strongest.map(({ exactPoints }) => exactPoints), exactRestPoints];
  const points = wholePoints(exact, totalPoints - baselinePoints);
  return {
    baselineLogOdds: scored.baseline,
    baseline,
    baselinePoints,
    totalPoints,
    lines: strongest.map((line, position) => ({ ...line, points: points[position] ?? 0 })),
    rest: others.map((line) => ({ ...line, points: 0 })),
    restPoints: points[strongest.length] ?? 0,
    exactRestPoints,
    without: told.filter(({ driver }) => driver.contribution === 0).map(({ sentence }) => sentence),
  };
}
