/**
 * Work that must not be lost. read-patient: key is Patient.id at the source. write-prediction: key is the prediction's id.
 * train-model: key is the training run's id. deliver-alert: key is the delivery's id.
 */
export const TASK_KINDS = ["read-patient", "write-prediction", "train-model", "deliver-alert"] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** How patient we are with a kind of task. */
export interface TaskRules {
  /** Tries before it is put aside for somebody to look at. */
  readonly attempts: number;
  /** Whoever took it has so long, and says so in between where it takes longer (`keepTasks`). */
  readonly leaseMs: number;
  /** Before the second try; doubled before each later one … */
  readonly firstWaitMs: number;
  /** … up to this. */
  readonly longestWaitMs: number;
}

const MINUTE_MS = 60_000;

export const TASK_RULES: Readonly<Record<TaskKind, TaskRules>> = {
  "read-patient": { attempts: 6, leaseMs: MINUTE_MS, firstWaitMs: 5_000, longestWaitMs: 10 * MINUTE_MS },
  "write-prediction": { attempts: 8, leaseMs: 2 * MINUTE_MS, firstWaitMs: 5_000, longestWaitMs: 60 * MINUTE_MS },
  // The lease is renewed every second; a process that ends is missed after this.
  "train-model": { attempts: 4, leaseMs: MINUTE_MS, firstWaitMs: 5_000, longestWaitMs: MINUTE_MS },
  "deliver-alert": { attempts: 8, leaseMs: MINUTE_MS, firstWaitMs: 5_000, longestWaitMs: 30 * MINUTE_MS },
};

/**
 * How long to wait after so many tries, in milliseconds: doubled each time, and somewhere in the upper half of that, so
 * that what failed together does not come back together. `chance` is 0–1.
 */
export function waitAfter(attempts: number, rules: Pick<TaskRules, "firstWaitMs" | "longestWaitMs">, chance: number) {
  const whole = Math.min(rules.longestWaitMs, rules.firstWaitMs * 2 ** Math.max(0, attempts - 1));
  return Math.round(whole * (0.5 + chance / 2));
}

/** Whether a task that was tried so often is put aside rather than tried again. */
export const isDead = (kind: TaskKind, attempts: number): boolean => attempts >= TASK_RULES[kind].attempts;
