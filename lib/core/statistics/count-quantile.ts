/**
 * Smallest count at which the cumulative probability reaches `level` (0–1).
 * @param mass the probability of 0, 1, … n
 */
export function countQuantile(mass: Float64Array, level: number): number {
  let sum = 0;
  for (let count = 0; count < mass.length; count++) {
    sum += mass[count]!;
    // Rounding in the sum must not push a quantile one up.
    if (sum >= level - 1e-12) return count;
  }
  return mass.length - 1;
}
