/** The one place a proportion (0–1) becomes a whole percentage; never rounds a possibility away to nothing. */
export function Percentage({ value }: { readonly value: number }) {
  const whole = Math.round(value * 100);
  const text = whole < 1 && value > 0 ? "under 1" : whole > 99 && value < 1 ? "over 99" : String(whole);
  return <span className="whitespace-nowrap">{`${text}\u202f%`}</span>;
}
