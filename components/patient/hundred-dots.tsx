const DOTS = Array.from({ length: 100 }, (_, index) => index);

/** The number as 100 people, of whom this many; said in words right beside it. */
export function HundredDots({ filled }: { readonly filled: number }) {
  return (
    <svg viewBox="0 0 200 200" className="w-full max-w-[200px] print:max-w-[120px]" aria-hidden="true">
      {DOTS.map((dot) => (
        <circle
          key={dot}
          cx={10 + (dot % 10) * 20}
          cy={10 + Math.floor(dot / 10) * 20}
          r={dot < filled ? 7.5 : 6.9}
          fill={dot < filled ? "var(--ink)" : "none"}
          stroke={dot < filled ? "none" : "var(--edge)"}
          strokeWidth={1.3}
        />
      ))}
    </svg>
  );
}
