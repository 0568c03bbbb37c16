"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea } from "@/components/ui/field";

interface ReasonFormProps<Reason extends string> {
  /** What follows from it. */
  readonly children: ReactNode;
  readonly reasons: readonly Reason[];
  readonly words: Readonly<Record<Reason, string>>;
  /** Longest note, in characters. */
  readonly noteMaximum: number;
  /** Filled in at first. */
  readonly initial?: { readonly reason: Reason | null; readonly note: string } | null;
  /** What the main button says. */
  readonly action: string;
  readonly onDone: (reason: Reason, note: string) => void;
  readonly close: () => void;
}

/** In a dialog: one of a few reasons, and a note in one's own words. */
export function ReasonForm<Reason extends string>({ reasons, words, initial, ...rest }: ReasonFormProps<Reason>) {
  const [reason, setReason] = useState<Reason | null>(initial?.reason ?? null);
  const [note, setNote] = useState(initial?.note ?? "");
  const [asks, setAsks] = useState<string | null>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (reason === null) setAsks("Choose a reason.");
    else rest.onDone(reason, note.trim());
  }

  return (
    <form onSubmit={submit} className="mt-1 flex flex-col gap-4">
      <p className="m-0 text-mut">{rest.children}</p>
      <ChoiceGroup
        label="Why?"
        hasFocus
        value={reason}
        onChange={(value) => {
          setReason(reasons.find((known) => known === value) ?? null);
          setAsks(null);
        }}
        choices={reasons.map((value) => ({ value, label: words[value] }))}
      />
      <TextArea
        label="In your words (optional)"
        hint="No names, no numbers that identify anybody."
        rows={2}
        maxLength={rest.noteMaximum}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <DialogEnd says={asks} close={rest.close} action={rest.action} />
    </form>
  );
}
