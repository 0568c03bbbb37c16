import { Label, Radio, RadioGroup } from "react-aria-components";

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
}

/** One of a few, all in view. */
export function ChoiceGroup({ label, choices, value, onChange }: ChoiceGroupProps) {
  return (
    <RadioGroup value={value} onChange={onChange} className="flex flex-col gap-1.5">
      <Label className="font-semibold">{label}</Label>
      {choices.map((choice) => (
        <Radio
          key={choice.value}
          value={choice.value}
          className="group flex cursor-pointer items-start gap-2.5 rounded-lg border border-line px-3 py-2 data-focus-visible:outline-2 data-focus-visible:outline-accent data-selected:border-accent data-selected:bg-soft"
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
