"use client";
import { type FormEvent, useState } from "react";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import {
  DISMISSAL_REASONS,
  DISMISSAL_WORDS,
  type DismissalReason,
  RESPONSE_NOTE_MAXIMUM,
  type ResponseDraft,
} from "@/lib/core/worklist/response";

interface DismissDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Filled in again after a failure, so that nothing has to be typed twice. */
  readonly initial: ResponseDraft | null;
  readonly onDismiss: (draft: ResponseDraft) => void;
}

/** Where a reader sets a score aside and says why. */
export function DismissDialog({ isOpen, onOpenChange, ...rest }: DismissDialogProps) {
  return (
    <ModalDialog title="Dismiss this score" isOpen={isOpen} onOpenChange={onOpenChange}>
      <DismissForm {...rest} close={() => onOpenChange(false)} />
    </ModalDialog>
  );
}

function DismissForm({
  initial,
  onDismiss,
  close,
}: Pick<DismissDialogProps, "initial" | "onDismiss"> & { readonly close: () => void }) {
  const [reason, setReason] = useState<DismissalReason | null>(initial?.reason ?? null);
  const [note, setNote] = useState(initial?.note ?? "");
  const [asks, setAsks] = useState<string | null>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (reason === null) {
      setAsks("Choose a reason.");
      return;
    }
    onDismiss({ kind: "dismissed", reason, note: note.trim() });
    close();
  }

  return (
    <form onSubmit={submit} className="mt-1 flex flex-col gap-4">
      <p className="m-0 text-mut">
        The patient stays on the list and the number does not change. The next reader sees your reason.
      </p>
      <ChoiceGroup
        label="Why?"
        hasFocus
        value={reason}
        onChange={(value) => {
          setReason(DISMISSAL_REASONS.find((known) => known === value) ?? null);
          setAsks(null);
        }}
        choices={DISMISSAL_REASONS.map((value) => ({ value, label: DISMISSAL_WORDS[value] }))}
      />
      <TextArea
        label="In your words (optional)"
        hint="No names, no numbers that identify anybody."
        rows={2}
        maxLength={RESPONSE_NOTE_MAXIMUM}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <DialogEnd says={asks} close={close} action="Dismiss it" />
    </form>
  );
}
