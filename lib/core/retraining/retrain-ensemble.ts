import { Fault } from "@/lib/core/fault";
import type { RetrainedBag, RetrainingRun, Strength } from "@/lib/core/retraining/retrain-bag";
import type { AdditiveModel } from "@/lib/core/training/additive-model";
import { uncalibrated } from "@/lib/core/training/additive-model";
import { calibrate, centre, heldOutOf, meanOf, type Trained } from "@/lib/core/training/train-ensemble";

export interface RetrainTask {
  readonly bag: number;
  readonly strength: Strength;
}

/** Learns bags, in this thread or in others; the result does not depend on which. In the order of the tasks. */
export type RetrainBags = (tasks: readonly RetrainTask[]) => Promise<RetrainedBag[]>;

/** The strengths among which held-out local patients choose. */
export const STRENGTHS: readonly Strength[] = [
  { start: "refitted", ridgeFactor: 1 },
  { start: "refitted", ridgeFactor: 4 },
  { start: "nothing", ridgeFactor: 1 },
];

/** So many bags try each strength. */
const TRIALS = 2;

export interface Trial {
  readonly strength: Strength;
  /** Mean log loss of held-out local patients, over all views. */
  readonly loss: number;
}

export interface Retrained extends Trained {
  readonly trials: readonly Trial[];
  readonly chosen: Strength;
}

/** Least events, and least stays without one, from which anything is learnt. */
export const LEAST_OF_EACH_OUTCOME = 100;

/** Throws Fault bad-input where the stays are too few or all ended alike. */
export function assertEnough(labels: ArrayLike<number>): void {
  let events = 0;
  for (let row = 0; row < labels.length; row++) events += labels[row]!;
  if (Math.min(events, labels.length - events) >= LEAST_OF_EACH_OUTCOME) return;
  throw new Fault(
    "bad-input",
    `${labels.length} stays with ${events} readmissions are too few to learn from: at least ${LEAST_OF_EACH_OUTCOME} of each outcome are needed.`,
  );
}

/**
 * Retrains a model on local stays: a few bags try each strength on the same held-out patients, the best is learnt by
 * every bag, and the mean is centred and calibrated anew by view on held-out local patients.
 *
 * The same run gives the same model, whatever order bags finish in.
 */
export async function retrainEnsemble(run: RetrainingRun, retrainBags: RetrainBags): Promise<Retrained> {
  const { prior, settings } = run;
  const trialBags = Array.from({ length: Math.min(TRIALS, settings.bags) }, (_, bag) => bag);
  const tried = await retrainBags(STRENGTHS.flatMap((strength) => trialBags.map((bag) => ({ bag, strength }))));
  const trials = STRENGTHS.map((strength, index): Trial => {
    const of = tried.slice(index * trialBags.length, (index + 1) * trialBags.length);
    const loss = of.reduce((sum, bag) => sum + bag.loss, 0) / of.length;
    // A prior can be so far off that learning from it leads nowhere: no number is the worst number.
    return { strength, loss: Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY };
  });
  const best = trials.reduce((a, b) => (b.loss < a.loss ? b : a));
  const at = trials.indexOf(best) * trialBags.length;
  const rest = Array.from({ length: settings.bags }, (_, bag) => bag).slice(trialBags.length);
  const others = await retrainBags(rest.map((bag) => ({ bag, strength: best.strength })));
  const bags = [...tried.slice(at, at + trialBags.length), ...others];
  const bagBaselines = bags.map(({ baselines }) => baselines);
  const model: AdditiveModel = {
    terms: prior.terms.map((term, index) => {
      const bagShapes = bags.map(({ shapes }) => shapes[index]!);
      return { ...term, shape: meanOf(bagShapes), bagShapes };
    }),
    baselines: meanOf(bagBaselines),
    bagBaselines,
    calibration: uncalibrated(run.data.columns.length),
  };
  const heldOut = heldOutOf(bags, run);
  return {
    model: { ...centre(model, run), calibration: calibrate(heldOut, run) },
    heldOut,
    trials,
    chosen: best.strength,
  };
}
