"use client";
import { type FormEvent, useState } from "react";
import { OutcomeWords } from "@/components/flags/outcome-words";
import type { ReviewActions } from "@/components/flags/review-actions";
import { type FormDraft, toDecision } from "@/components/flags/to-decision";
import { ValueField } from "@/components/flags/value-field";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { isFlagKind } from "@/lib/core/cds/override-reasons";
import {
  ADJUDICATION_NOTE_MAXIMUM,
  AGREEMENT_WORDS,
  AGREEMENTS,
  DECISION_WORDS,
  DECISIONS,
  decisionsOn,
  EVIDENCE_KINDS,
  EVIDENCE_WORDS,
} from "@/lib/core/review/adjudication";
import type { ReviewItem } from "@/lib/core/review/review-queue";

interface DecisionDialogProps {
  readonly item: ReviewItem;
  readonly timeZone: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly decide: ReviewActions["decide"];
  readonly onDecided: () => void;
}

/** Where somebody else than its writer decides on a flag. */
export function DecisionDialog({ isOpen, onOpenChange, ...rest }: DecisionDialogProps) {
  return (
    <ModalDialog title="Decide on this flag" isOpen={isOpen} onOpenChange={onOpenChange}>
      <DecisionForm {...rest} close={() => onOpenChange(false)} />
    </ModalDialog>
  );
}

const find = <One extends string>(all: readonly One[], value: string): One | null =>
  all.find((one) => one === value) ?? null;

type DecisionFormProps = Omit<DecisionDialogProps, "isOpen" | "onOpenChange"> & { readonly close: () => void };

function DecisionForm({ item, timeZone, decide, onDecided, close }: DecisionFormProps) {
  const decisions = isFlagKind(item.kind) ? decisionsOn(item.kind) : [];
  const isSignal = decisions.length === 1;
  const [form, setForm] = useState<FormDraft>({
    decision: isSignal ? "no-action" : null,
    agreement: null,
    evidence: null,
    readmittedOn: "",
    wasPlanned: null,
    value: { feature: item.feature ?? "", text: "", isNotRecorded: false },
    note: "",
  });
  const [says, setSays] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const change = (part: Partial<FormDraft>) => {
    setForm((now) => ({ ...now, ...part }));
    setSays(null);
  };

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const checked = toDecision(item.id, form);
    if ("asks" in checked) return setSays(checked.asks);
    setBusy(true);
    const failure = await decide(checked.draft).catch(() => "The server could not be reached. Try again in a moment.");
    setBusy(false);
    setSays(failure);
    if (failure !== null) return;
    close();
    onDecided();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="mt-1 flex flex-col gap-4">
      <p className="m-0 text-mut">
        <OutcomeWords outcome={item.outcome} timeZone={timeZone} />
      </p>
      <ChoiceGroup
        label="Was the flag right?"
        value={form.agreement}
        onChange={(value) => change({ agreement: find(AGREEMENTS, value) })}
        choices={AGREEMENTS.map((value) => ({ value, label: AGREEMENT_WORDS[value] }))}
        isWide
        hasFocus
      />
      {isSignal ? (
        <p className="m-0">
          “Too high” and “too low” change nothing a model learns from: you close the flag, and say whether it was right.
          Where the record itself is wrong, it is flagged as wrong data.
        </p>
      ) : (
        <ChoiceGroup
          label="What is decided?"
          value={form.decision}
          onChange={(value) => change({ decision: find(DECISIONS, value) })}
          choices={decisions.map((value) => ({ value, ...DECISION_WORDS[value] }))}
        />
      )}
      {form.decision === "outcome-wrong" && <EvidenceFields form={form} change={change} />}
      {form.decision === "feature-wrong" && (
        <ValueField draft={form.value} setDraft={(value) => change({ value })} encoded={item.encoded} />
      )}
      <TextArea
        label={form.decision === "outcome-wrong" ? "Where the evidence is found" : "Why, in your words"}
        hint="No names, no numbers that identify anybody."
        rows={3}
        maxLength={ADJUDICATION_NOTE_MAXIMUM}
        value={form.note}
        onChange={(event) => change({ note: event.target.value })}
      />
      <DialogEnd says={says} close={close} action="Decide" isBusy={isBusy} />
    </form>
  );
}

function EvidenceFields({ form, change }: { form: FormDraft; change: (part: Partial<FormDraft>) => void }) {
  return (
    <>
      <ChoiceGroup
        label="What shows it?"
        value={form.evidence}
        onChange={(value) => change({ evidence: find(EVIDENCE_KINDS, value) })}
        choices={EVIDENCE_KINDS.map((value) => ({ value, ...EVIDENCE_WORDS[value] }))}
      />
      {form.evidence === "readmission-elsewhere" && (
        <>
          <TextField
            label="Readmitted on"
            type="date"
            value={form.readmittedOn}
            onChange={(event) => change({ readmittedOn: event.target.value })}
          />
          <ChoiceGroup
            label="Was it planned?"
            value={form.wasPlanned}
            onChange={(value) => change({ wasPlanned: find(["planned", "unplanned"] as const, value) })}
            choices={[
              { value: "unplanned", label: "Not planned" },
              { value: "planned", label: "Planned" },
            ]}
            isWide
          />
        </>
      )}
    </>
  );
}
