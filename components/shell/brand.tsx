/** The lamp and the name. */
export function Brand() {
  return (
    <span className="flex items-center gap-2 text-lg font-bold tracking-tight text-ink">
      <svg viewBox="0 0 20 20" className="size-[18px]" aria-hidden="true">
        <circle cx="10" cy="10" r="10" fill="var(--accent)" />
        <circle cx="10" cy="8" r="4.6" fill="#ffe7a8" />
      </svg>
      Wardlight
    </span>
  );
}
