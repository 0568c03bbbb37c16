"use client";
import { type FormEvent, useState } from "react";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";

/** As the verbs take it (`lib/services/rollouts.ts`). */
const REASON_MAXIMUM = 500;

interface ReasonDialogProps {
  readonly title: string;
  readonly says: string;
  readonly button: string;
  readonly isSaving: boolean;
  readonly failure: string | null;
  readonly close: () => void;
  readonly decide: (why: string) => void;
}

/** Asks for the reason that is kept with a decision. */
export function ReasonDialog({ title, says, button, isSaving, failure, close, decide }: ReasonDialogProps) {
  const [why, setWhy] = useState("");
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reason = why.trim();
    setMissing(reason === "");
    if (reason !== "") decide(reason);
  };
  return (
    <ModalDialog title={title} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-3.5">
        <p className="m-0">{says}</p>
        <TextArea
          label="Reason"
          hint="Kept with the decision. No patient’s name."
          rows={3}
          maxLength={REASON_MAXIMUM}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
        <DialogEnd says={isMissing ? "Say why." : failure} close={close} action={button} isBusy={isSaving} />
      </form>
    </ModalDialog>
  );
}
