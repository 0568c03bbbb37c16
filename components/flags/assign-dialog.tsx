"use client";
import { type FormEvent, useState } from "react";
import type { ReviewActions } from "@/components/flags/review-actions";
import { DialogEnd } from "@/components/ui/dialog-end";
import { SelectField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { ROLE_WORDS } from "@/lib/core/access/role-words";
import type { Reviewer, ReviewItem } from "@/lib/core/review/review-queue";

interface AssignDialogProps {
  readonly item: ReviewItem;
  readonly reviewers: readonly Reviewer[];
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly assign: ReviewActions["assign"];
  readonly onAssigned: () => void;
}

/** Gives a flag to somebody, or back to nobody. */
export function AssignDialog({ isOpen, onOpenChange, ...rest }: AssignDialogProps) {
  return (
    <ModalDialog title="Who looks at this flag?" isOpen={isOpen} onOpenChange={onOpenChange}>
      <AssignForm {...rest} close={() => onOpenChange(false)} />
    </ModalDialog>
  );
}

type AssignFormProps = Omit<AssignDialogProps, "isOpen" | "onOpenChange"> & { readonly close: () => void };

function AssignForm({ item, reviewers, assign, onAssigned, close }: AssignFormProps) {
  const [assigneeId, setAssigneeId] = useState(item.assignee?.id ?? "");
  const [says, setSays] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const failure = await assign({ flagId: item.id, assigneeId: assigneeId === "" ? null : assigneeId }).catch(
      () => "The server could not be reached. Try again in a moment.",
    );
    setBusy(false);
    setSays(failure);
    if (failure !== null) return;
    close();
    onAssigned();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="mt-1 flex flex-col gap-4">
      <SelectField
        label="Reviewer"
        hint="Clinicians and data scientists of this ward. Whoever wrote the flag cannot be chosen."
        value={assigneeId}
        onChange={(event) => {
          setAssigneeId(event.target.value);
          setSays(null);
        }}
      >
        <option value="">Nobody yet</option>
        {reviewers.map(({ id, name, role }) => (
          <option key={id} value={id}>
            {name}, {ROLE_WORDS[role].toLowerCase()}
          </option>
        ))}
      </SelectField>
      <DialogEnd says={says} close={close} action="Give" isBusy={isBusy} />
    </form>
  );
}
