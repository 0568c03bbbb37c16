"use client";
import { type FormEvent, useState } from "react";
import type { SetDraft } from "@/components/training-sets/set-actions";
import { DialogEnd } from "@/components/ui/dialog-end";
import { SelectField, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { LABEL_TARGETS } from "@/lib/core/labels/label";
import { TARGET_WORDS } from "@/lib/core/labels/label-words";

interface MakeDialogProps {
  readonly isSaving: boolean;
  readonly failure: string | null;
  readonly close: () => void;
  readonly make: (draft: SetDraft) => void;
}

const midnight = (day: string): string | null => (day === "" ? null : `${day}T00:00:00Z`);

/** What is counted, and of which stays. */
export function MakeDialog({ isSaving, failure, close, make }: MakeDialogProps) {
  const [target, setTarget] = useState<SetDraft["target"]>(LABEL_TARGETS[0]);
  const [from, setFrom] = useState("");
  const [before, setBefore] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make({ target, dischargedFrom: midnight(from), dischargedBefore: midnight(before) });
  };
  return (
    <ModalDialog title="Make a training set" isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-3.5">
        <p className="m-0">
          Every stay whose 30 days are over is copied with what followed it, as reviewers corrected it. The copy is kept
          as it is for good.
        </p>
        <SelectField
          label="What is counted"
          value={target}
          onChange={({ target: { value } }) =>
            setTarget(LABEL_TARGETS.find((one) => one === value) ?? LABEL_TARGETS[0])
          }
        >
          {LABEL_TARGETS.map((one) => (
            <option key={one} value={one}>
              {TARGET_WORDS[one]}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Discharged from"
          hint="Left empty: since the beginning. Days begin at midnight UTC."
          type="date"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label="Discharged before"
          hint="Leave later stays out where a model is to be tested on them: its gates look only at stays it did not learn from."
          type="date"
          value={before}
          onChange={(event) => setBefore(event.target.value)}
        />
        <DialogEnd says={failure} close={close} action="Make" isBusy={isSaving} />
      </form>
    </ModalDialog>
  );
}
