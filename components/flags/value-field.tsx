import { SelectField, TextField } from "@/components/ui/field";
import { describeValue } from "@/lib/core/features/encode";
import { FEATURES } from "@/lib/core/features/feature-table";
import { finalLevels } from "@/lib/core/review/corrected-value";

/** A value that is wrong and what is right, as typed. */
export interface ValueDraft {
  readonly feature: string;
  /** A number or a level's code as text; empty where none was given yet. */
  readonly text: string;
  readonly isNotRecorded: boolean;
}

interface ValueFieldProps {
  readonly draft: ValueDraft;
  readonly setDraft: (draft: ValueDraft) => void;
  /** What the score was made from: one encoded value per row of the feature table. */
  readonly encoded: readonly number[];
}

const NAMED = FEATURES.map((spec, column) => ({ spec, column })).sort((a, b) =>
  a.spec.label.localeCompare(b.spec.label, "en-GB"),
);

/** Which value is wrong, what it was, and what is right. */
export function ValueField({ draft, setDraft, encoded }: ValueFieldProps) {
  const { feature, text, isNotRecorded } = draft;
  const found = NAMED.find(({ spec }) => spec.name === feature);
  const was = found && encoded[found.column];
  const label = "The right value";
  return (
    <>
      <SelectField
        label="Which value is wrong?"
        value={feature}
        onChange={(event) => setDraft({ feature: event.target.value, text: "", isNotRecorded: false })}
        hint={found && was !== undefined && `The score was made with “${describeValue(found.spec, was)}”.`}
      >
        <option value="">Choose</option>
        {NAMED.map(({ spec }) => (
          <option key={spec.name} value={spec.name}>
            {spec.label}
          </option>
        ))}
      </SelectField>
      {found?.spec.kind === "categorical" && (
        <SelectField
          label={label}
          value={text}
          disabled={isNotRecorded}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
        >
          <option value="">Choose</option>
          {finalLevels(found.spec).map(({ code, sentence }) => (
            <option key={code} value={code}>
              {sentence}
            </option>
          ))}
        </SelectField>
      )}
      {found?.spec.kind === "numeric" && (
        <TextField
          label={label}
          hint={`A whole number of ${found.spec.unit}.`}
          inputMode="numeric"
          autoComplete="off"
          value={text}
          disabled={isNotRecorded}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
        />
      )}
      {found && (
        <label className="flex min-h-8 cursor-pointer items-center gap-2.5 touch:min-h-11">
          <input
            type="checkbox"
            checked={isNotRecorded}
            onChange={(event) => setDraft({ ...draft, isNotRecorded: event.target.checked })}
            className="size-4.5 accent-(--accent)"
          />
          It is recorded nowhere
        </label>
      )}
    </>
  );
}
