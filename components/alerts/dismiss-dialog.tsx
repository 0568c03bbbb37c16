"use client";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { ReasonForm } from "@/components/ui/reason-form";
import { ALERT_DISMISSALS, type AlertDismissal } from "@/lib/core/alerts/alert";
import { ALERT_NOTE_MAXIMUM } from "@/lib/core/alerts/alert-state";
import { DISMISSAL_LABELS } from "@/lib/core/alerts/alert-words";

interface DismissDialogProps {
  /** Who and which rule. */
  readonly about: string;
  readonly close: () => void;
  readonly dismiss: (reason: AlertDismissal, note: string) => void;
}

/** Where an alert is set aside, and why. */
export function DismissDialog({ about, close, dismiss }: DismissDialogProps) {
  return (
    <ModalDialog title="Set this alert aside" isOpen onOpenChange={(open) => open || close()}>
      <ReasonForm
        reasons={ALERT_DISMISSALS}
        words={DISMISSAL_LABELS}
        noteMaximum={ALERT_NOTE_MAXIMUM}
        action="Set it aside"
        onDone={dismiss}
        close={close}
      >
        <b className="text-ink">{about}</b> It is over for everybody it was for. The score stays as it is, and the next
        reader sees your reason.
      </ReasonForm>
    </ModalDialog>
  );
}
