const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, to about 1e-14 (Lanczos, g = 7). @see Lanczos 1964, doi:10.1137/0701008 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + 7.5;
  const series = LANCZOS.slice(1).reduce((sum, factor, i) => sum + factor / (shifted + i + 1), LANCZOS[0]!);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series);
}

/** Regularised upper incomplete gamma function Q(a, x), a > 0, x ≥ 0. @see NIST DLMF 8.7.1 and 8.9.2 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 10_000 && Math.abs(term) > Math.abs(sum) * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - scale * sum);
  }
  // Lentz's evaluation of the continued fraction.
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return scale * fraction;
}

/** Chance that a chi-square variable of so many degrees of freedom exceeds x. */
export const chiSquareTail = (x: number, degrees: number): number =>
  degrees <= 0 ? 1 : upperGamma(degrees / 2, x / 2);

/** Two-sided chance of a standard normal beyond |z|. */
export const normalTail = (z: number): number => upperGamma(0.5, (z * z) / 2);

/** Chance that Kolmogorov's limit distribution exceeds x: `scipy.special.kolmogorov`. @see NIST; Kolmogorov 1933 */
export function kolmogorovTail(x: number): number {
  if (x <= 0.2) return 1;
  if (x < 1) {
    // The dual series converges where the alternating one does not.
    let sum = 0;
    for (let k = 1; k <= 20; k++) sum += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return 2 * sum;
}

/** Smallest x a chi-square variable exceeds with no more than this chance, by halving. */
export function chiSquareQuantile(tail: number, degrees: number): number {
  let [low, high] = [0, 10 + 10 * degrees];
  while (chiSquareTail(high, degrees) > tail) high *= 2;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (chiSquareTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** Chance of `events` or more where `expected` were to be expected (Poisson). */
export const poissonAtLeast = (events: number, expected: number): number =>
  events <= 0 ? 1 : 1 - upperGamma(events, expected);

/** Chance of `events` or fewer where `expected` were to be expected (Poisson). */
export const poissonAtMost = (events: number, expected: number): number => upperGamma(events + 1, expected);
