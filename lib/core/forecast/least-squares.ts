/**
 * Normal equations gathered row by row, so that a long series needs no matrix of its own, and solved by Cholesky with a
 * penalty on each coefficient (ridge regression).
 * @see Hoerl & Kennard 1970, doi:10.1080/00401706.1970.10488634
 */
export class LeastSquares {
  private readonly gram: Float64Array;
  private readonly moment: Float64Array;
  private squares = 0;

  constructor(readonly size: number) {
    this.gram = new Float64Array(size * size);
    this.moment = new Float64Array(size);
  }

  /** One observation: `size` regressors and what was seen. */
  add(row: Float64Array, seen: number, weight = 1): void {
    const { size, gram, moment } = this;
    for (let i = 0; i < size; i++) {
      const left = (row[i] as number) * weight;
      if (left === 0) continue;
      moment[i] = (moment[i] as number) + left * seen;
      for (let j = 0; j <= i; j++) {
        const at = i * size + j;
        gram[at] = (gram[at] as number) + left * (row[j] as number);
      }
    }
    this.squares += weight * seen * seen;
  }

  /** Coefficients, and the weighted sum of squared errors they leave. Penalties are added to the diagonal. */
  solve(penalty: (index: number) => number): { readonly coefficients: Float64Array; readonly remaining: number } {
    const { size, gram, moment } = this;
    const lower = new Float64Array(size * size);
    const at = (of: Float64Array, i: number, j: number) => of[i * size + j] as number;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = at(gram, i, j) + (i === j ? penalty(i) : 0);
        for (let k = 0; k < j; k++) sum -= at(lower, i, k) * at(lower, j, k);
        // A direction that nothing was seen in is held at nought rather than divided by it.
        lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(lower, j, j);
      }
    }
    const found = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = moment[i] as number;
      for (let k = 0; k < i; k++) sum -= at(lower, i, k) * (found[k] as number);
      found[i] = sum / at(lower, i, i);
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = found[i] as number;
      for (let k = i + 1; k < size; k++) sum -= at(lower, k, i) * (found[k] as number);
      found[i] = sum / at(lower, i, i);
    }
    let remaining = this.squares;
    for (let i = 0; i < size; i++) {
      const own = found[i] as number;
      remaining -= 2 * own * (moment[i] as number) - own * own * at(gram, i, i);
      for (let j = 0; j < i; j++) remaining += 2 * own * (found[j] as number) * at(gram, i, j);
    }
    return { coefficients: found, remaining: Math.max(remaining, 0) };
  }
}
