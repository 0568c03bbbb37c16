import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { Z95 } from "@/lib/core/statistics/normal";

/**
 * 95 % interval of a proportion; null of nothing.
 * @see Wilson 1927, doi:10.1080/01621459.1927.10502953
 */
export function wilsonInterval(events: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = events / n;
  const shrink = 1 + Z95 ** 2 / n;
  const middle = (share + Z95 ** 2 / (2 * n)) / shrink;
  const half = (Z95 * Math.sqrt((share * (1 - share)) / n + Z95 ** 2 / (4 * n ** 2))) / shrink;
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
