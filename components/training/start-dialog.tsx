"use client";
import { type FormEvent, useState } from "react";
import { DialogEnd } from "@/components/ui/dialog-end";
import { SelectField, TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import type { TrainingSetView } from "@/lib/core/retraining/training-run";
import { count } from "@/lib/core/validation/figure-words";

interface StartDialogProps {
  readonly snapshots: readonly TrainingSetView[];
  readonly championVersion: string;
  readonly isSaving: boolean;
  readonly failure: string | null;
  readonly close: () => void;
  readonly start: (input: { readonly snapshotId: string; readonly why: string }) => void;
}

/** Which training set, and why. */
export function StartDialog({ snapshots, championVersion, isSaving, failure, close, start }: StartDialogProps) {
  const [snapshotId, setSnapshotId] = useState(snapshots[0]?.id ?? "");
  const [why, setWhy] = useState("");
  const target = snapshots.find(({ id }) => id === snapshotId)?.target;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start({ snapshotId, why: why.trim() });
  };
  return (
    <ModalDialog title="Start a training" isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-3.5">
        <p className="m-0">
          Version {championVersion} is trained on with the stays of a training set. The result is registered and serves
          nobody until it passed its gates and somebody promotes it. It runs beside everything else at low priority.
        </p>
        <SelectField
          label="Training set"
          value={snapshotId}
          onChange={(event) => setSnapshotId(event.target.value)}
          required
        >
          {snapshots.map(({ id, asOf, stays, positives, simulated }) => (
            <option key={id} value={id}>
              {asOf.slice(0, 10)}: {count(stays)} stays, {count(positives)} readmitted
              {simulated ? ", simulated outcomes" : ""} ({id.slice(0, 8)})
            </option>
          ))}
        </SelectField>
        {target !== undefined && <p className="m-0 text-sm text-mut">This training set counts {target}.</p>}
        <TextArea
          label="Why"
          hint="For whoever reads this later. No patient’s name."
          rows={3}
          minLength={5}
          maxLength={500}
          required
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
        <DialogEnd says={failure} close={close} action="Start" isBusy={isSaving} />
      </form>
    </ModalDialog>
  );
}
