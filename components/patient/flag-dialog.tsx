"use client";
import { type FormEvent, useState } from "react";
import { FLAG_WORDS, type FlagDraft, WITHOUT_NUMBER, WITHOUT_NUMBER_HINT } from "@/components/patient/flag-words";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { SelectField, TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { FLAG_KINDS, FLAG_NOTE_MAXIMUM, type FlagKind } from "@/lib/core/worklist/flag-view";

export interface Datum {
  readonly feature: string;
  readonly words: string;
}

interface FlagDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly hasNumber: boolean;
  /** What the number was made from, to point at. */
  readonly data: readonly Datum[];
  /** Filled in again after a failure, so that nothing has to be typed twice. */
  readonly initial: FlagDraft | null;
  readonly onFlag: (draft: FlagDraft) => void;
}

/** Where a reader says that a number is wrong, and how. */
export function FlagDialog({ isOpen, onOpenChange, ...rest }: FlagDialogProps) {
  return (
    <ModalDialog title="This looks wrong" isOpen={isOpen} onOpenChange={onOpenChange}>
      <FlagForm {...rest} close={() => onOpenChange(false)} />
    </ModalDialog>
  );
}

function FlagForm({
  hasNumber,
  data,
  initial,
  onFlag,
  close,
}: Pick<FlagDialogProps, "hasNumber" | "data" | "initial" | "onFlag"> & { readonly close: () => void }) {
  const [kind, setKind] = useState<FlagKind | null>(initial?.kind ?? (hasNumber ? null : "wrong-data"));
  const [feature, setFeature] = useState(initial?.feature ?? "");
  const [note, setNote] = useState(initial?.note ?? "");
  const [asks, setAsks] = useState<string | null>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (kind === null) {
      setAsks("Choose what is wrong.");
      return;
    }
    onFlag({ kind, feature: kind === "wrong-data" && feature !== "" ? feature : null, note: note.trim() });
    close();
  }

  return (
    <form onSubmit={submit} className="mt-1 flex flex-col gap-4">
      <p className="m-0 text-mut">
        The next reader sees what you say.{" "}
        {hasNumber ? "The number itself does not change." : "It does not make a score."}
      </p>
      <ChoiceGroup
        label="What is wrong?"
        value={kind}
        onChange={(value) => {
          setKind(FLAG_KINDS.find((known) => known === value) ?? null);
          setAsks(null);
        }}
        choices={
          hasNumber
            ? FLAG_KINDS.map((value) => ({ value, ...FLAG_WORDS[value] }))
            : WITHOUT_NUMBER.map((value) => ({ value, label: FLAG_WORDS[value].label, hint: WITHOUT_NUMBER_HINT }))
        }
      />
      {kind === "wrong-data" && (
        <SelectField label="Which one?" value={feature} onChange={(event) => setFeature(event.target.value)}>
          <option value="">Not sure, or not listed</option>
          {data.map(({ feature: name, words }) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </SelectField>
      )}
      <TextArea
        label="In your words (optional)"
        hint="No names, no numbers that identify anybody."
        rows={3}
        maxLength={FLAG_NOTE_MAXIMUM}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <DialogEnd says={asks} close={close} action="Flag it" />
    </form>
  );
}
