import { useId } from "react";

interface RangeFieldProps {
  readonly label: string;
  readonly value: number;
  /** The value in words. */
  readonly says: string;
  readonly from: number;
  readonly to: number;
  readonly step?: number;
  readonly isDisabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A slider with its value beside its name. */
export function RangeField({ label, value, says, from, to, step = 1, isDisabled = false, onChange }: RangeFieldProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-2">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        <span aria-hidden="true" className="text-mut">
          {says}
        </span>
      </div>
      <input
        type="range"
        id={id}
        min={from}
        max={to}
        step={step}
        value={value}
        disabled={isDisabled}
        aria-valuetext={says}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="h-8 w-full accent-[var(--accent)] touch:h-11"
      />
    </div>
  );
}
