"use client";
import { type FormEvent, useState } from "react";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { DECISION_NOTE_MAXIMUM } from "@/lib/core/validation/models-view";

interface DecisionDialogProps {
  readonly kind: "approved" | "withdrawn";
  readonly isSaving: boolean;
  readonly failure: string | null;
  readonly close: () => void;
  readonly decide: (note: string) => void;
}

const WORDS = {
  approved: {
    title: "Approve the newest report",
    says: "You say that you have read the newest local validation and that this model’s scores may be shown on wards here. It takes a data scientist and a clinician; when both have approved the same report, wards see scores at once.",
    button: "Approve",
  },
  withdrawn: {
    title: "Hide scores from wards",
    says: "Wards see no scores of this model from now on. To show them again, both approvals must be given anew.",
    button: "Hide scores",
  },
} as const;

/** Asks once more, with room for why. */
export function DecisionDialog({ kind, isSaving, failure, close, decide }: DecisionDialogProps) {
  const [note, setNote] = useState("");
  const { title, says, button } = WORDS[kind];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decide(note.trim());
  };
  return (
    <ModalDialog title={title} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-3.5">
        <p className="m-0">{says}</p>
        <TextArea
          label="Note"
          hint="Why, for whoever reads this later. No patient’s name."
          rows={3}
          maxLength={DECISION_NOTE_MAXIMUM}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <DialogEnd says={failure} close={close} action={button} isBusy={isSaving} />
      </form>
    </ModalDialog>
  );
}
