/** Whole percentage points with their sign: "+ 15", "− 3", "0". */
export function SignedPoints({ points }: { readonly points: number }) {
  const sign = points > 0 ? "+\u00a0" : points < 0 ? "\u2212\u00a0" : "";
  return <span className="whitespace-nowrap">{`${sign}${Math.abs(points)}`}</span>;
}
