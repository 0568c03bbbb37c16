import { edFeatureIndex } from "@/lib/core/admission/ed-features";
import { admissionProbabilities, trainAdmission } from "@/lib/core/admission/ed-training";
import type { EdVisit } from "@/lib/core/admission/ktas-row";
import { bootstrapIntervals, type Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { auroc, orderByScore, weightedAuroc } from "@/lib/core/evaluation/discrimination";
import { chanceFrom } from "@/lib/core/training/chance";
import type { TrainingSettings } from "@/lib/core/training/training-settings";

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A fold for every visit, as even as can be in visits and in admissions: each class is shuffled and dealt out in turn.
 */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number, seed: number, repeat: number): Uint8Array {
  const chance = chanceFrom(seed, 11, repeat);
  const of = new Uint8Array(labels.length);
  let dealt = 0;
  for (const label of [1, 0]) {
    const rows = Array.from({ length: labels.length }, (_, row) => row).filter((row) => labels[row] === label);
    const shuffled = rows.map((row) => ({ row, at: chance() })).sort((a, b) => a.at - b.at);
    for (const { row } of shuffled) of[row] = dealt++ % folds;
  }
  return of;
}

/** What triage level alone says: the more urgent, the likelier. A level that is not recorded ranks last. */
export function triageScores(visits: readonly EdVisit[]): Float64Array {
  const column = edFeatureIndex("triage");
  return Float64Array.from(visits, ({ encoded }) => (encoded[column]! > 0 ? -encoded[column]! : -6));
}

/** How the method does on visits it never learnt from. */
export interface RepeatedValidation {
  readonly folds: number;
  readonly repeats: number;
  readonly n: number;
  readonly positives: number;
  /** Mean over all folds of all repeats. */
  readonly auroc: number;
  /** Bootstrap over visits of the mean of the repeats' out-of-fold AUROCs. */
  readonly aurocCi95: Interval | null;
  /** Mean over folds, one a repeat. */
  readonly repeatAurocs: readonly number[];
  /** Triage level alone, on all visits, with an interval from the same resamples. */
  readonly triageAlone: { readonly auroc: number; readonly aurocCi95: Interval | null };
  /** What the model adds to triage alone, from the same resamples. */
  readonly gainCi95: Interval | null;
}

/**
 * Repeated stratified cross-validation of the whole method: bins, bags and calibration are fitted inside each training
 * fold, and the visits are dealt out anew in every repeat. Gives each visit's out-of-fold probability of the first
 * repeat with the report: a mean over the repeats would be that of an ensemble which is not what is shipped.
 *
 * @see Kohavi 1995 (stratified); Kim 2009, doi:10.1016/j.csda.2009.04.009 (repeated)
 */
export async function validateRepeatedly(
  visits: readonly EdVisit[],
  { folds, repeats, settings }: { folds: number; repeats: number; settings: TrainingSettings },
  progress: (sentence: string) => void,
): Promise<{ readonly report: RepeatedValidation; readonly probabilities: Float64Array }> {
  const labels = Uint8Array.from(visits, ({ label }) => label);
  const all = Uint32Array.from(visits.keys());
  const outOfFold = Array.from({ length: repeats }, () => new Float64Array(visits.length));
  const foldAurocs: number[][] = [];
  for (const [repeat, said] of outOfFold.entries()) {
    const fold = stratifiedFolds(labels, folds, settings.seed, repeat);
    const aurocs: number[] = [];
    for (let number = 0; number < folds; number++) {
      const test = all.filter((row) => fold[row] === number);
      const trained = await trainAdmission(
        visits,
        all.filter((row) => fold[row] !== number),
        settings,
      );
      const probabilities = admissionProbabilities(trained, test);
      for (const [index, row] of test.entries()) said[row] = probabilities[index]!;
      const area = auroc(
        probabilities,
        Uint8Array.from(test, (row) => labels[row]!),
      );
      if (area !== null) aurocs.push(area);
    }
    foldAurocs.push(aurocs);
    progress(`repeat ${repeat + 1} of ${repeats}: ${mean(aurocs).toFixed(4)}`);
  }
  const triage = triageScores(visits);
  const ranked = [...outOfFold, triage].map((scores) => ({ scores, order: orderByScore(scores) }));
  const areaOf = (at: number, weights: Uint16Array | null) =>
    weightedAuroc(ranked[at]!.order, ranked[at]!.scores, labels, weights);
  const model = (weights: Uint16Array) => mean(outOfFold.map((_, at) => areaOf(at, weights) ?? Number.NaN));
  const alone = (weights: Uint16Array) => areaOf(repeats, weights) ?? Number.NaN;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const intervals = bootstrapIntervals(
    all,
    {
      model: (weights) => known(model(weights)),
      alone: (weights) => known(alone(weights)),
      gain: (weights) => known(model(weights) - alone(weights)),
    },
    chanceFrom(settings.seed, 12),
    1_000,
  );
  return {
    probabilities: outOfFold[0]!,
    report: {
      ...{ folds, repeats, n: visits.length, positives: labels.reduce((sum, label) => sum + label, 0) },
      auroc: mean(foldAurocs.flat()),
      aurocCi95: intervals.model,
      repeatAurocs: foldAurocs.map(mean),
      triageAlone: { auroc: auroc(triage, labels) ?? Number.NaN, aurocCi95: intervals.alone },
      gainCi95: intervals.gain,
    },
  };
}
