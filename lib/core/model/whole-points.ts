import { logistic } from "@/lib/core/statistics/logistic";

/**
 * What one log-odd is worth in percentage points along the whole way from the starting point to the number, so that
 * contributions times it add up exactly.
 * @param baseline log-odds of the starting point
 * @param logOdds sum of all contributions
 */
export function pointsPerLogOdd(baseline: number, logOdds: number): number {
  const start = logistic(baseline);
  // The curve's own slope where there is no way to go.
  if (Math.abs(logOdds) < 1e-9) return 100 * start * (1 - start);
  return (100 * (logistic(baseline + logOdds) - start)) / logOdds;
}

/**
 * Exact percentage points as whole ones that sum to `total`: each is rounded down or up, and those nearest the next
 * whole point go up first (largest remainder), so that none moves by a whole point.
 * @param exact signed percentage points.
 * @param total what they must sum to; a whole number less than one point from their exact sum.
 */
export function wholePoints(exact: readonly number[], total: number): number[] {
  const down = exact.map(Math.floor);
  const missing = total - down.reduce((all, part) => all + part, 0);
  const order = exact
    .map((value, position) => ({ position, left: value - Math.floor(value) }))
    .sort((a, b) => b.left - a.left || a.position - b.position);
  const raised = new Set(order.slice(0, missing).map(({ position }) => position));
  return down.map((value, position) => (raised.has(position) ? value + 1 : value));
}
