/**
 * Whole points in the proportions of `parts` that sum to `total` exactly: each part is rounded down or up, those
 * nearest the next whole point first (largest remainder).
 * @param parts signed log-odds.
 * @param total whole percentage points they come to; 0 where they cancel out.
 */
export function wholePoints(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((all, part) => all + part, 0);
  return spread(
    parts.map((part) => (sum === 0 ? 0 : (part / sum) * total)),
    total,
  );
}

/** Rounds down, then gives the missing whole points to the largest remainders. */
function spread(exact: readonly number[], total: number): number[] {
  const down = exact.map(Math.floor);
  const missing = Math.round(total - down.reduce((all, part) => all + part, 0));
  const order = exact
    .map((value, position) => ({ position, left: value - Math.floor(value) }))
    .sort((a, b) => b.left - a.left || a.position - b.position);
  const raised = new Set(order.slice(0, Math.max(0, missing)).map(({ position }) => position));
  return down.map((value, position) => (raised.has(position) ? value + 1 : value));
}
