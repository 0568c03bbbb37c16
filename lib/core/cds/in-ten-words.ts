/** Groups that are easy to see before one. */
const DENOMINATORS = [10, 20, 100] as const;

/**
 * A probability (0–1) as a natural frequency, e.g. "about 3 in 10": the smallest group of 10, 20 or 100 in which the
 * whole number says it to within a tenth of it.
 * @see https://doi.org/10.1136/bmj.327.7417.741 (Gigerenzer & Edwards: natural frequencies are understood better)
 */
export function inTenWords(probability: number): string {
  if (probability < 0.005) return "fewer than 1 in 100";
  if (probability >= 0.995) return "more than 99 in 100";
  const fits = DENOMINATORS.find((of) => {
    const count = Math.round(probability * of);
    return count > 0 && count < of && Math.abs(count / of - probability) <= 0.1 * probability;
  });
  const of = fits ?? 100;
  return `about ${Math.round(probability * of)} in ${of}`;
}
