/**
 * The point near `start` where `cost` is least, by the downhill simplex; no derivatives. Ends after `evaluations` or when
 * the corners cost the same to nine digits. A cost that is not finite counts as unbearable.
 * @see Nelder & Mead 1965, doi:10.1093/comjnl/7.4.308
 */
export function nelderMead(
  cost: (point: readonly number[]) => number,
  start: readonly number[],
  { step = 0.6, evaluations = 200 }: { readonly step?: number; readonly evaluations?: number } = {},
): { readonly point: readonly number[]; readonly cost: number } {
  let spent = 0;
  const weigh = (point: readonly number[]) => {
    spent++;
    const value = cost(point);
    return { point, cost: Number.isFinite(value) ? value : Number.MAX_VALUE };
  };
  const corners = [weigh(start)];
  for (const axis of start.keys()) corners.push(weigh(start.map((at, index) => (index === axis ? at + step : at))));
  const worstFirst = () => corners.sort((one, other) => other.cost - one.cost);

  while (spent < evaluations) {
    worstFirst();
    const worst = corners[0];
    const second = corners[1];
    const best = corners.at(-1);
    if (!worst || !second || !best) break;
    if (worst.cost - best.cost <= 1e-9 * Math.abs(best.cost)) break;
    const middle = start.map(
      (_, axis) => corners.slice(1).reduce((sum, corner) => sum + (corner.point[axis] ?? 0), 0) / start.length,
    );
    const towards = (share: number) => weigh(middle.map((at, axis) => at + share * (at - (worst.point[axis] ?? 0))));
    const reflected = towards(1);
    if (reflected.cost < best.cost) {
      const expanded = towards(2);
      corners[0] = expanded.cost < reflected.cost ? expanded : reflected;
    } else if (reflected.cost < second.cost) {
      corners[0] = reflected;
    } else {
      const contracted = towards(reflected.cost < worst.cost ? 0.5 : -0.5);
      if (contracted.cost < Math.min(worst.cost, reflected.cost)) corners[0] = contracted;
      else
        for (const [index, corner] of corners.entries())
          if (corner !== best)
            corners[index] = weigh(corner.point.map((at, axis) => (at + (best.point[axis] ?? 0)) / 2));
    }
  }
  worstFirst();
  return corners.at(-1) ?? { point: start, cost: Number.MAX_VALUE };
}
