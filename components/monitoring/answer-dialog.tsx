"use client";
import { type FormEvent, useState } from "react";
import { ANSWER_WORDS } from "@/components/monitoring/incident-list";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { INCIDENT_ANSWERS, type IncidentAnswer } from "@/lib/core/monitoring/incident-view";

interface AnswerDialogProps {
  readonly title: string;
  readonly isSaving: boolean;
  readonly failure: string | null;
  readonly close: () => void;
  readonly save: (answer: IncidentAnswer, note: string) => void;
}

/** Asks what was found or done about an incident. */
export function AnswerDialog({ title, isSaving, failure, close, save }: AnswerDialogProps) {
  const [answer, setAnswer] = useState<IncidentAnswer>("looking");
  const [note, setNote] = useState("");
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const said = note.trim();
    setMissing(said.length < 3);
    if (said.length >= 3) save(answer, said);
  };
  return (
    <ModalDialog title={title} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-3.5">
        <ChoiceGroup
          label="What it is"
          hasFocus
          value={answer}
          onChange={(value) => setAnswer(value as IncidentAnswer)}
          choices={INCIDENT_ANSWERS.map((value) => ({ value, label: ANSWER_WORDS[value] }))}
        />
        <TextArea
          label="What was found or done"
          hint="Kept beside the incident. No patient’s name."
          rows={3}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <DialogEnd
          says={isMissing ? "Say in a few words what was found or done." : failure}
          close={close}
          action="Keep it"
          isBusy={isSaving}
        />
      </form>
    </ModalDialog>
  );
}
