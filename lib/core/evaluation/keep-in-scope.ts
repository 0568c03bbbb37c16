/** Rows inside the intended population, and what was left out by its first reason, on top of what was before. */
export function keepInScope<T extends { readonly outside: readonly string[] }>(
  rows: readonly T[],
  before: Readonly<Record<string, number>> = {},
): { readonly kept: T[]; readonly excluded: Record<string, number> } {
  const excluded: Record<string, number> = { ...before };
  const kept = rows.filter(({ outside: [reason] }) => {
    if (reason === undefined) return true;
    excluded[reason] = (excluded[reason] ?? 0) + 1;
    return false;
  });
  return { kept, excluded };
}
