import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";

/**
 * The difference of two shares, each "so many of so many", with its 95 % interval; shares of 0 and 1 have one too. Null of nothing.
 * @see Newcombe 1998, Statistics in Medicine 17:873–890, method 10
 */
export function shareDifference(
  [a, n]: readonly [number, number],
  [b, m]: readonly [number, number],
): { readonly estimate: number; readonly interval: Interval } | null {
  const [first, second] = [wilsonInterval(a, n), wilsonInterval(b, m)];
  if (first === null || second === null) return null;
  const [p, q] = [a / n, b / m];
  const [[lowP, highP], [lowQ, highQ]] = [first, second];
  const estimate = p - q;
  return {
    estimate,
    interval: [estimate - Math.hypot(p - lowP, highQ - q), estimate + Math.hypot(highP - p, q - lowQ)],
  };
}
