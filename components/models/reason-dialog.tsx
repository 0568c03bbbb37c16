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
  /** A note beside a decision, where it is no reason without which nothing is done. */
  readonly note?: { readonly hint: string; readonly maximum: number };
  readonly isSaving: boolean;
  readonly failure: string | null;
  readonly close: () => void;
  readonly decide: (why: string) => void;
}

/** Asks for the reason that is kept with a decision. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, says, button, note, isSaving, failure, close, decide } = props;
  const [why, setWhy] = useState("");
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reason = why.trim();
    const isLacking = reason === "" && note === undefined;
    setMissing(isLacking);
    if (!isLacking) decide(reason);
  };
  return (
    <ModalDialog title={title} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-3.5">
        <p className="m-0">{says}</p>
        <TextArea
          label={note ? "Note" : "Reason"}
          hint={note?.hint ?? "Kept with the decision. No patient’s name."}
          rows={3}
          maxLength={note?.maximum ?? REASON_MAXIMUM}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
        <DialogEnd says={isMissing ? "Say why." : failure} close={close} action={button} isBusy={isSaving} />
      </form>
    </ModalDialog>
  );
}
