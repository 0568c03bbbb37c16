import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import { type DischargeDay, RETURN_DAYS } from "@/lib/core/monitoring/discharge-day";
import { toScoreBins } from "@/lib/core/monitoring/score-bins";
import type { Pool, Trouble } from "@/lib/core/monitoring/simulated-feed";

/** What will have become of a simulated stay once its 30 days are over. */
export interface SimulatedOutcome {
  /** 0–1, as the model says. */
  readonly probability: number;
  /** Days after the discharge on which the patient comes back; null: not within 30. */
  readonly backAfter: number | null;
}

/** Those who come back do so more often early: half of them within ten days. */
const RETURN_SCALE_DAYS = 14;
const returnDay = (random: SeededRandom): number =>
  Math.floor(-RETURN_SCALE_DAYS * Math.log(1 - random.next() * (1 - Math.exp(-RETURN_DAYS / RETURN_SCALE_DAYS))));

/** What becomes of a stay of the pool: by chance, or, where it came because of it, as it was drawn. */
export function simulateOutcome(
  { stays, predicted }: Pool,
  row: number,
  random: SeededRandom,
  { returning, outcomes = 1 }: Pick<Trouble, "returning" | "outcomes">,
): SimulatedOutcome {
  const isBack =
    returning === undefined ? random.chance(Math.min(0.99, stays.truth[row]! * outcomes)) : stays.labels[row] === 1;
  return { probability: predicted[row]!, backAfter: isBack ? returnDay(random) : null };
}

/** A day's stays as they are watched; who has matured is left to whoever asks, by the day. */
export function toDischargeDay(day: string, outcomes: readonly SimulatedOutcome[]): DischargeDay {
  const probabilities = outcomes.map(({ probability }) => probability);
  const back = new Array<number>(RETURN_DAYS).fill(0);
  for (const { backAfter } of outcomes) if (backAfter !== null) back[backAfter]!++;
  return {
    day,
    scored: toScoreBins(probabilities),
    matured: toScoreBins(
      probabilities,
      outcomes.map(({ backAfter }) => (backAfter === null ? 0 : 1)),
    ),
    followed: { expected: probabilities.reduce((sum, p) => sum + p, 0), back },
    hindsight: 0,
  };
}
