/** A neutral bar from a middle line: right raises, left lowers. `share` is −1 to 1 of half the width. */
export function SignedBar({ share }: { readonly share: number }) {
  const width = `${Math.min(1, Math.abs(share)) * 50}%`;
  return (
    <span aria-hidden="true" className="relative block h-3.5 w-full">
      <span className="absolute inset-y-0 left-1/2 w-px bg-edge forced-color-adjust-none" />
      <span
        className={
          share >= 0
            ? "absolute inset-y-0.5 left-1/2 rounded-r-sm bg-ink forced-color-adjust-none"
            : "absolute inset-y-0.5 right-1/2 rounded-l-sm bg-mut forced-color-adjust-none"
        }
        style={{ width, minWidth: share === 0 ? 0 : 2, printColorAdjust: "exact" }}
      />
    </span>
  );
}
