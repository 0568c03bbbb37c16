import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { Z95 } from "@/lib/core/statistics/normal";

/**
 * 95 % interval of observed over expected events, the expected number taken as known: Byar's approximation of the exact
 * Poisson limits. Null where nothing was expected.
 * @see Breslow & Day 1987, Statistical Methods in Cancer Research II, IARC 82, p. 69
 */
export function observedExpectedInterval(events: number, expected: number): Interval | null {
  if (expected <= 0) return null;
  const limit = (count: number, z: number): number =>
    count === 0 ? 0 : count * (1 - 1 / (9 * count) + z / (3 * Math.sqrt(count))) ** 3;
  return [limit(events, -Z95) / expected, limit(events + 1, Z95) / expected];
}
