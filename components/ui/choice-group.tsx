import { Label, Radio, RadioGroup } from "react-aria-components";
import { classNames } from "@/components/ui/class-names";

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

interface ChoiceGroupProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  /** Two beside each other where there is room. */
  readonly isWide?: boolean;
  /** Starts on the first choice, so that arrow keys work at once. */
  readonly hasFocus?: boolean;
}

/** One of a few, all in view. */
export function ChoiceGroup({ label, choices, value, onChange, isWide = false, hasFocus = false }: ChoiceGroupProps) {
  return (
    <RadioGroup value={value} onChange={onChange} className={classNames("grid gap-1.5", isWide && "sm:grid-cols-2")}>
      <Label className={classNames("font-semibold", isWide && "sm:col-span-2")}>{label}</Label>
      {choices.map((choice, position) => (
        <Radio
          key={choice.value}
          value={choice.value}
          autoFocus={hasFocus && (value === null ? position === 0 : choice.value === value)}
          className="group flex cursor-pointer items-start gap-2.5 rounded-lg border border-line px-3 py-2 touch:min-h-11 data-focus-visible:outline-2 data-focus-visible:outline-accent data-selected:border-accent data-selected:bg-soft"
        >
          <span
            aria-hidden="true"
            className="mt-0.5 size-4 shrink-0 rounded-full border-[1.5px] border-edge group-data-selected:border-[5px] group-data-selected:border-accent"
          />
          <span>
            <span className="block">{choice.label}</span>
            {choice.hint && <span className="block text-sm text-mut">{choice.hint}</span>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
