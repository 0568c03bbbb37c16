/** How the two are told apart: by line and mark before colour. */
export const OVERLAY_STYLES = {
  first: { stroke: "var(--mut)", width: 2, dashes: "6 3" },
  second: { stroke: "var(--accent)", width: 2.25, dashes: "" },
} as const;

/** Which line is which. */
export function OverlayLegend({ names }: { readonly names: readonly [string, string] }) {
  const lines = [
    { name: names[0], style: OVERLAY_STYLES.first },
    { name: names[1], style: OVERLAY_STYLES.second },
  ];
  return (
    <ul aria-hidden="true" className="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-sm">
      {lines.map(({ name, style }) => (
        <li key={name} className="flex items-center gap-1.5">
          <svg viewBox="0 0 36 8" aria-hidden="true" className="w-9">
            <line
              x1="0"
              x2="36"
              y1="4"
              y2="4"
              stroke={style.stroke}
              strokeWidth={style.width}
              strokeDasharray={style.dashes}
            />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
