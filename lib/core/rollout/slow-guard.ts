import { Z95 } from "@/lib/core/statistics/normal";

/** A stay whose 30 days are over, with what the version that served it had said. */
export interface GuardedStay {
  /** 0–1 */
  readonly probability: number;
  readonly outcome: 0 | 1;
  /** Variable → level in words. */
  readonly subgroups: Readonly<Record<string, string>>;
}

/** How many were called to attention: by the version since it serves, and by the champion as long before. */
export interface AlertVolume {
  readonly stays: number;
  /** Of them in the tiers that are called (high and very high). */
  readonly called: number;
}

/** Fixed beforehand (docs/rollout.md says why these). */
export const SLOW_GUARD = {
  /** Fewer readmissions than this say nothing, of everybody or of a group. */
  events: 100,
  /** Observed for each expected: the interval must lie above it as a whole. */
  underestimates: 1.25,
  groupUnderestimates: 1.5,
  /** Stays on either side of a comparison of volume. */
  stays: 200,
  volume: 0.3,
} as const;

interface Ratio {
  readonly events: number;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Observed / expected with its 95 % interval, from the spread of a sum of independent chances. */
function observedForExpected(rows: readonly GuardedStay[]): Ratio {
  let [events, expected, variance] = [0, 0, 0];
  for (const { probability, outcome } of rows) {
    events += outcome;
    expected += probability;
    variance += probability * (1 - probability);
  }
  const [ratio, half] = [events / expected, (Z95 * Math.sqrt(variance)) / expected];
  return { events, ratio, low: ratio - half, high: ratio + half };
}

function whyGroups(rows: readonly GuardedStay[]): string | null {
  const groups = new Map<string, GuardedStay[]>();
  for (const row of rows)
    for (const [variable, level] of Object.entries(row.subgroups)) {
      const name = `${variable}: ${level}`;
      const group = groups.get(name);
      if (group) group.push(row);
      else groups.set(name, [row]);
    }
  for (const [name, group] of groups) {
    const { events, ratio, low } = observedForExpected(group);
    if (events >= SLOW_GUARD.events && low > SLOW_GUARD.groupUnderestimates)
      return `In the group “${name}” ${ratio.toFixed(2)} readmissions happened for each that it expected.`;
  }
  return null;
}

function whyVolume(now: AlertVolume, before: AlertVolume | null): string | null {
  if (before === null || now.stays < SLOW_GUARD.stays || before.stays < SLOW_GUARD.stays || before.called === 0)
    return null;
  const change = now.called / now.stays / (before.called / before.stays) - 1;
  if (Math.abs(change) <= SLOW_GUARD.volume) return null;
  return `It calls ${Math.abs(Math.round(change * 100))} % ${change > 0 ? "more" : "fewer"} patients to attention than before.`;
}

/**
 * Why a version that serves must give way by what became of its patients, in one sentence; null while there is no reason.
 *
 * It acts where more came back than it said. Fewer than it said may be the programme's success (whoever was called did
 * not come back) and is a question for people, so it is never acted on by itself.
 */
export function slowGuard(
  rows: readonly GuardedStay[],
  volume: { readonly now: AlertVolume; readonly before: AlertVolume | null },
): string | null {
  if (rows.length > 0) {
    const { events, ratio, low } = observedForExpected(rows);
    if (events >= SLOW_GUARD.events && low > SLOW_GUARD.underestimates)
      return `${ratio.toFixed(2)} readmissions happened for each that it expected.`;
    const why = whyGroups(rows);
    if (why !== null) return why;
  }
  return whyVolume(volume.now, volume.before);
}
