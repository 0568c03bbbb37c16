import { z } from "zod";

/** Every choice of the trainer; kept with the model. */
export const trainingSettingsSchema = z.strictObject({
  seed: z.int().nonnegative(),
  bags: z.int().min(1).max(64),
  /** Share of patients each bag holds out to decide when to stop. */
  holdOutShare: z.number().gt(0).lt(1),
  learningRate: z.number().gt(0).max(1),
  /** Leaves of a numeric feature's tree in one step. */
  leaves: z.int().min(2).max(8),
  /** Least sum of hessians on either side of a numeric split. */
  minimumLeafHessian: z.number().nonnegative(),
  /** Ridge on a numeric leaf, in hessian units. */
  leafRidge: z.number().nonnegative(),
  /** Ridge on a category's level. */
  levelRidge: z.number().nonnegative(),
  maximumCycles: z.int().positive(),
  /** Cycles without a better hold-out loss before a bag stops. */
  patience: z.int().positive(),
  pairs: z.int().nonnegative(),
  /** Most cells along one side of a pair's grid. */
  gridSide: z.int().min(2).max(32),
  pairLearningRate: z.number().gt(0).max(1),
  pairRidge: z.number().nonnegative(),
  pairPatience: z.int().positive(),
  /** Share of training rows in which one whole feed (history, drugs, laboratory, diagnoses) is hidden as not recorded. */
  hiddenFeedShare: z.number().min(0).max(0.5),
});
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

export const DEFAULT_SETTINGS: TrainingSettings = {
  seed: 1,
  bags: 8,
  holdOutShare: 0.15,
  learningRate: 0.04,
  leaves: 3,
  minimumLeafHessian: 5,
  leafRidge: 20,
  levelRidge: 120,
  maximumCycles: 400,
  patience: 20,
  pairs: 15,
  gridSide: 16,
  pairLearningRate: 0.03,
  pairRidge: 40,
  pairPatience: 12,
  hiddenFeedShare: 0.02,
};
