import { FigureTable } from "@/components/ui/figure-table";
import { ALGORITHMS, type Experiment } from "@/lib/core/retraining/experiment";
import type { Trial } from "@/lib/core/retraining/retrain-ensemble";
import { strengthWords } from "@/lib/core/retraining/strength-words";
import { count, fixed } from "@/lib/core/validation/figure-words";

/** Which algorithm did how well on the same local patients, and how firmly the prior was held. */
export function ExperimentReport({
  version,
  experiment,
  trials,
}: {
  readonly version: string;
  readonly experiment: Experiment;
  readonly trials: readonly Trial[];
}) {
  const { folds, stays, events, drawnFrom, bags, results, settings } = experiment;
  return (
    <div>
      <h3 className="m-0 mt-3 text-base font-semibold">Comparison of algorithms</h3>
      <p className="m-0 mt-1 max-w-[72ch] text-sm text-mut">
        At discharge, on patients each had not learnt from: {folds} folds by patient, {count(stays)} stays
        {stays < drawnFrom && ` of patients drawn by chance from ${count(drawnFrom)}`}, {count(events)} readmissions;{" "}
        {bags} bags each, so that it takes less time than the training itself.
      </p>
      <FigureTable
        label={`Algorithms compared for version ${version}`}
        header={["Algorithm", "AUROC", "Lowest to highest fold", "Log loss", "Slope", "Brier"]}
        rows={results.map(({ algorithm, auroc, foldAurocs, logLoss, calibrationSlope, brier }) => ({
          key: algorithm,
          cells: [
            ALGORITHMS[algorithm],
            fixed(auroc, 3),
            `${fixed(Math.min(...foldAurocs), 3)} to ${fixed(Math.max(...foldAurocs), 3)}`,
            fixed(logLoss, 4),
            fixed(calibrationSlope, 2),
            fixed(brier, 4),
          ],
        }))}
      />
      <FigureTable
        label={`How firmly version ${version} was held to the model that went in`}
        header={["Start", "Log loss of held-out patients, all views"]}
        rows={trials.map((trial, place) => ({
          key: strengthWords(trial.strength),
          cells: [`${strengthWords(trial.strength)}${place === 0 ? " (chosen)" : ""}`, fixed(trial.loss, 5)],
        }))}
      />
      <p className="m-0 text-sm text-mut">
        Seed {settings.seed}, learning rate {settings.learningRate}, {settings.leaves} leaves, {settings.pairs} pairs,
        stopped after {settings.patience} cycles without gain.
      </p>
    </div>
  );
}
