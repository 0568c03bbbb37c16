"use client";
import { useState } from "react";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { ALERT_DISMISSALS, type AlertDismissal } from "@/lib/core/alerts/alert";
import { ALERT_NOTE_MAXIMUM } from "@/lib/core/alerts/alert-state";
import { DISMISSAL_LABELS } from "@/lib/core/alerts/alert-words";

interface DismissDialogProps {
  readonly close: () => void;
  readonly dismiss: (reason: AlertDismissal, note: string) => void;
}

/** Where an alert is set aside, and why. */
export function DismissDialog({ close, dismiss }: DismissDialogProps) {
  const [reason, setReason] = useState<AlertDismissal | null>(null);
  const [note, setNote] = useState("");
  const [says, setSays] = useState<string | null>(null);
  return (
    <ModalDialog title="Set this alert aside" isOpen onOpenChange={(open) => open || close()}>
      <form
        className="mt-1 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason === null) setSays("Choose a reason.");
          else dismiss(reason, note.trim());
        }}
      >
        <p className="m-0 text-mut">
          It is over for everybody it was for. The score stays as it is, and the next reader sees your reason.
        </p>
        <ChoiceGroup
          label="Why?"
          hasFocus
          value={reason}
          onChange={(value) => {
            setReason(ALERT_DISMISSALS.find((known) => known === value) ?? null);
            setSays(null);
          }}
          choices={ALERT_DISMISSALS.map((value) => ({ value, label: DISMISSAL_LABELS[value] }))}
        />
        <TextArea
          label="In your words (optional)"
          hint="No names, no numbers that identify anybody."
          rows={2}
          maxLength={ALERT_NOTE_MAXIMUM}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <DialogEnd says={says} close={close} action="Set it aside" />
      </form>
    </ModalDialog>
  );
}
