"use client";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { ReasonForm } from "@/components/ui/reason-form";
import {
  DISMISSAL_REASONS,
  DISMISSAL_WORDS,
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
export function DismissDialog({ isOpen, onOpenChange, initial, onDismiss }: DismissDialogProps) {
  const close = (): void => onOpenChange(false);
  return (
    <ModalDialog title="Dismiss this score" isOpen={isOpen} onOpenChange={onOpenChange}>
      <ReasonForm
        reasons={DISMISSAL_REASONS}
        words={DISMISSAL_WORDS}
        noteMaximum={RESPONSE_NOTE_MAXIMUM}
        initial={initial}
        action="Dismiss it"
        onDone={(reason, note) => {
          onDismiss({ kind: "dismissed", reason, note });
          close();
        }}
        close={close}
      >
        The patient stays on the list and the number does not change. The next reader sees your reason.
      </ReasonForm>
    </ModalDialog>
  );
}
