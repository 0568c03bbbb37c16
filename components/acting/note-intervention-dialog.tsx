"use client";
import { type FormEvent, useState } from "react";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { Disclosure } from "@/components/ui/disclosure";
import { TextArea } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import {
  INTERVENTION_KINDS,
  INTERVENTION_NOTE_MAXIMUM,
  INTERVENTION_WORDS,
  type InterventionDraft,
  type InterventionKind,
} from "@/lib/core/worklist/intervention";

/** Somebody something was done for, named so that nobody is taken for another. */
interface NotedPatient {
  readonly stayId: string;
  /** e.g. "Okafor, Samuel". */
  readonly name: string;
  /** What tells two of the same name apart, e.g. "4B-12" or "MRN 100412". */
  readonly place?: string | null;
}

interface NoteInterventionDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** One patient, or all those it was done for. */
  readonly patients: readonly NotedPatient[];
  /** Filled in again after a failure, so that nothing has to be typed twice. */
  readonly initial?: InterventionDraft | null;
  readonly onSubmit: (draft: InterventionDraft) => void;
}

/** Where a reader writes down what was done, for one patient or for several at once. */
export function NoteInterventionDialog({ isOpen, onOpenChange, ...rest }: NoteInterventionDialogProps) {
  return (
    <ModalDialog title="Note what was done" isOpen={isOpen} onOpenChange={onOpenChange}>
      <NoteForm {...rest} close={() => onOpenChange(false)} />
    </ModalDialog>
  );
}

const inWords = ({ name, place }: NotedPatient): string => (place ? `${name} (${place})` : name);

/** More names than this open on request: a dialog must fit a phone. */
const NAMES_IN_VIEW = 3;

function Patients({ patients }: { readonly patients: readonly NotedPatient[] }) {
  if (patients.length <= NAMES_IN_VIEW)
    return <p className="m-0 text-mut">For {patients.map(inWords).join("; ")}. The next reader sees it.</p>;
  return (
    <div className="text-mut">
      <p className="m-0">
        For <strong className="text-ink">{patients.length} patients</strong>, the same for each. The next reader sees
        it.
      </p>
      <Disclosure summary={<span className="text-sm">Who they are</span>}>
        <ul className="m-0 max-h-40 list-none overflow-y-auto p-0 pl-[1.125rem] text-sm">
          {patients.map((patient) => (
            <li key={patient.stayId}>{inWords(patient)}</li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

function NoteForm({
  patients,
  initial,
  onSubmit,
  close,
}: Pick<NoteInterventionDialogProps, "patients" | "initial" | "onSubmit"> & { readonly close: () => void }) {
  const [kind, setKind] = useState<InterventionKind | null>(initial?.kind ?? null);
  const [note, setNote] = useState(initial?.note ?? "");
  const [asks, setAsks] = useState<string | null>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (kind === null) {
      setAsks("Choose what was done.");
      return;
    }
    onSubmit({ kind, note: note.trim() });
    close();
  }

  return (
    <form onSubmit={submit} className="mt-1 flex flex-col gap-4">
      <Patients patients={patients} />
      <ChoiceGroup
        label="What was done?"
        isWide
        hasFocus
        value={kind}
        onChange={(value) => {
          setKind(INTERVENTION_KINDS.find((known) => known === value) ?? null);
          setAsks(null);
        }}
        choices={INTERVENTION_KINDS.map((value) => ({ value, ...INTERVENTION_WORDS[value] }))}
      />
      <TextArea
        label="In your words (optional)"
        hint="No names, no numbers that identify anybody."
        rows={2}
        maxLength={INTERVENTION_NOTE_MAXIMUM}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <DialogEnd says={asks} close={close} action="Note it" />
    </form>
  );
}
