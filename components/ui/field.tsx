import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";

/** 16 px under a finger: a smaller one makes some phones zoom in. */
const BOX = "min-h-10 w-full rounded-lg border border-edge bg-panel px-3 py-2 text-ink touch:min-h-11 touch:text-lg";

interface Described {
  readonly label: string;
  readonly hint?: ReactNode;
}

function Labelled({
  label,
  hint,
  children,
  id,
  hintId,
}: Described & { readonly children: ReactNode; readonly id: string; readonly hintId: string }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {children}
      {hint && (
        <p id={hintId} className="m-0 text-sm text-mut">
          {hint}
        </p>
      )}
    </div>
  );
}

/** One line of text with its label. */
export function TextField({ label, hint, ...rest }: Described & Omit<ComponentProps<"input">, "id" | "className">) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <Labelled label={label} hint={hint} id={id} hintId={hintId}>
      <input {...rest} id={id} className={BOX} aria-describedby={hint ? hintId : undefined} />
    </Labelled>
  );
}

/** Several lines of text with their label. */
export function TextArea({ label, hint, ...rest }: Described & Omit<ComponentProps<"textarea">, "id" | "className">) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <Labelled label={label} hint={hint} id={id} hintId={hintId}>
      <textarea {...rest} id={id} className={BOX} aria-describedby={hint ? hintId : undefined} />
    </Labelled>
  );
}

/** One of many, in the platform's own list: it works everywhere, also on a phone. */
export function SelectField({
  label,
  hint,
  children,
  ...rest
}: Described & Omit<ComponentProps<"select">, "id" | "className">) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <Labelled label={label} hint={hint} id={id} hintId={hintId}>
      <select {...rest} id={id} className={BOX} aria-describedby={hint ? hintId : undefined}>
        {children}
      </select>
    </Labelled>
  );
}
