interface CheckListProps {
  readonly legend: string;
  /** Where a title says it already. */
  readonly isLegendHidden?: boolean;
  readonly choices: readonly { readonly id: string; readonly name: string; readonly hint?: string }[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** Any number of a few, all in view. */
export function CheckList({ legend, isLegendHidden = false, choices, chosen, onChange }: CheckListProps) {
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className={isLegendHidden ? "sr-only" : "mb-1.5 p-0 font-semibold"}>{legend}</legend>
      <ul className="m-0 grid list-none gap-1.5 p-0 sm:grid-cols-2">
        {choices.map(({ id, name, hint }) => (
          <li key={id}>
            <label className="flex cursor-pointer items-center gap-2.5 rounded-lg border border-line px-3 py-2 touch:min-h-11 has-checked:border-accent has-checked:bg-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
              <input
                type="checkbox"
                checked={chosen.has(id)}
                onChange={() => toggle(id)}
                className="size-4 shrink-0 accent-(--accent)"
              />
              <span className="min-w-0">
                {name}
                {hint && <span className="block text-sm text-mut">{hint}</span>}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
