"use client";
import { type FormEvent, useState } from "react";
import type { ReviewActions } from "@/components/flags/review-actions";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { ADJUDICATION_NOTE_MAXIMUM } from "@/lib/core/review/adjudication";

interface TakeBackDialogProps {
  readonly flagId: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly takeBack: ReviewActions["takeBack"];
  readonly onTakenBack: () => void;
}

/** Takes a decision back with a reason; it stays in sight. */
export function TakeBackDialog({ isOpen, onOpenChange, ...rest }: TakeBackDialogProps) {
  return (
    <ModalDialog title="Take this decision back" isOpen={isOpen} onOpenChange={onOpenChange}>
      <TakeBackForm {...rest} close={() => onOpenChange(false)} />
    </ModalDialog>
  );
}

type TakeBackFormProps = Omit<TakeBackDialogProps, "isOpen" | "onOpenChange"> & { readonly close: () => void };

function TakeBackForm({ flagId, takeBack, onTakenBack, close }: TakeBackFormProps) {
  const [note, setNote] = useState("");
  const [says, setSays] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (note.trim() === "") return setSays("Say why the decision is taken back.");
    setBusy(true);
    const failure = await takeBack({ flagId, note: note.trim() }).catch(
      () => "The server could not be reached. Try again in a moment.",
    );
    setBusy(false);
    setSays(failure);
    if (failure !== null) return;
    close();
    onTakenBack();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="mt-1 flex flex-col gap-4">
      <p className="m-0 text-mut">
        It stays in sight as taken back, and the flag waits again. Training sets that were made with it stay as they
        are.
      </p>
      <TextArea
        label="Why"
        hint="No names, no numbers that identify anybody."
        rows={3}
        maxLength={ADJUDICATION_NOTE_MAXIMUM}
        value={note}
        onChange={(event) => {
          setNote(event.target.value);
          setSays(null);
        }}
      />
      <DialogEnd says={says} close={close} action="Take it back" isBusy={isBusy} />
    </form>
  );
}
