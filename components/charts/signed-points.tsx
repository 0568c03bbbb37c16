/** Percentage points with their sign: "+ 15", "− 3", "0"; whole ones, or with decimals where asked for. */
export function SignedPoints({ points, decimals = 0 }: { readonly points: number; readonly decimals?: number }) {
  const size = Math.abs(points).toFixed(decimals);
  const isNothing = Number(size) === 0;
  // Too small for its decimals is not the same as nothing.
  if (isNothing && points !== 0)
    return <span className="whitespace-nowrap">{`under ${(10 ** -decimals).toFixed(decimals)}`}</span>;
  const sign = isNothing ? "" : points > 0 ? "+\u00a0" : "\u2212\u00a0";
  return <span className="whitespace-nowrap">{`${sign}${size}`}</span>;
}
