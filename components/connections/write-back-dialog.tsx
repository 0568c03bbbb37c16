"use client";
import { useState } from "react";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import type { WriteBackSetting } from "@/lib/core/write-back/write-back-setting";

interface WriteBackDialogProps {
  readonly isOn: boolean;
  readonly host: string | null;
  readonly close: () => void;
  readonly save: (setting: WriteBackSetting) => void;
}

/** Asks once more before anything is written into patients' records, or stops being written. */
export function WriteBackDialog({ isOn, host, close, save }: WriteBackDialogProps) {
  const [organisation, setOrganisation] = useState("");
  const [says, setSays] = useState<string | null>(null);
  if (isOn) {
    return (
      <ModalDialog title="Stop writing scores into the record?" isOpen onOpenChange={(open) => open || close()}>
        <p className="mt-1.5 mb-4">
          New scores are no longer written. What was written stays there, and what waits is dropped.
        </p>
        <DialogEnd close={close} action="Stop writing" onAction={() => save({ isOn: false })} />
      </ModalDialog>
    );
  }
  return (
    <ModalDialog title="Write scores into the record?" isOpen onOpenChange={(open) => open || close()}>
      <form
        className="mt-1.5 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (organisation.trim() === "") return setSays("Write the hospital’s name.");
          save({ isOn: true, organisation: organisation.trim() });
        }}
      >
        <p className="m-0">
          From now on everybody who reads the record at <strong>{host}</strong> can see the scores of the patients who
          are in hospital, also people who do not use Wardlight. What was written cannot be taken back from here.
        </p>
        <TextField
          label="Hospital"
          hint="Stands beside each score as the organisation it was made for."
          value={organisation}
          maxLength={200}
          autoComplete="organization"
          onChange={(event) => setOrganisation(event.target.value)}
        />
        <DialogEnd says={says} close={close} action="Write scores from now on" />
      </form>
    </ModalDialog>
  );
}
