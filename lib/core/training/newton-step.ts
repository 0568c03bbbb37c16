/** The Newton step of every level of a category, shrunken by a ridge: g / (h + ridge). Levels never met stay 0. */
export function levelStep(g: Float64Array, h: Float64Array, ridge: number): Float64Array {
  return Float64Array.from(g, (gradient, level) => (h[level]! > 0 ? gradient / (h[level]! + ridge) : 0));
}

/**
 * The best tree of a few leaves over ordered bins 1 … n−1, grown leaf by leaf by gain; bin 0 (not recorded) has a
 * leaf of its own.
 *
 * @param direction 1 or −1 holds the leaves rising or falling; 0 leaves them free
 * @returns the Newton step of each bin
 */
export function treeStep(
  g: Float64Array,
  h: Float64Array,
  options: { leaves: number; minimumHessian: number; ridge: number; missingRidge: number; direction: -1 | 0 | 1 },
): Float64Array {
  const count = g.length;
  const sumG = new Float64Array(count + 1);
  const sumH = new Float64Array(count + 1);
  for (let bin = 1; bin < count; bin++) {
    sumG[bin + 1] = sumG[bin]! + g[bin]!;
    sumH[bin + 1] = sumH[bin]! + h[bin]!;
  }
  const value = (from: number, to: number) => (sumG[to]! - sumG[from]!) / (sumH[to]! - sumH[from]! + options.ridge);
  const gain = (from: number, to: number) => (sumG[to]! - sumG[from]!) * value(from, to);
  const hessian = (from: number, to: number) => sumH[to]! - sumH[from]!;
  const leaves: [number, number][] = [[1, count]];
  while (leaves.length < options.leaves) {
    let best = 1e-9;
    let split: { leaf: number; at: number } | undefined;
    for (const [leaf, [from, to]] of leaves.entries()) {
      for (let at = from + 1; at < to; at++) {
        if (hessian(from, at) < options.minimumHessian || hessian(at, to) < options.minimumHessian) continue;
        if (options.direction * (value(at, to) - value(from, at)) < 0) continue;
        const won = gain(from, at) + gain(at, to) - gain(from, to);
        if (won > best) {
          best = won;
          split = { leaf, at };
        }
      }
    }
    if (!split) break;
    const [from, to] = leaves[split.leaf]!;
    leaves.splice(split.leaf, 1, [from, split.at], [split.at, to]);
  }
  const step = new Float64Array(count);
  for (const [from, to] of leaves) if (to > from) step.fill(hessian(from, to) > 0 ? value(from, to) : 0, from, to);
  if (options.direction !== 0) holdDirection(step, options.direction);
  if (h[0]! > 0) step[0] = g[0]! / (h[0]! + options.missingRidge);
  return step;
}

/** Makes bins 1 … never move against the direction (a running maximum or minimum). */
function holdDirection(step: Float64Array, direction: 1 | -1): void {
  for (let bin = 2; bin < step.length; bin++) {
    const before = step[bin - 1]!;
    step[bin] = direction > 0 ? Math.max(before, step[bin]!) : Math.min(before, step[bin]!);
  }
}
