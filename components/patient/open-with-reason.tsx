"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { TextArea } from "@/components/ui/field";
import {
  EMERGENCY_MINUTES,
  EMERGENCY_NOTE_MAXIMUM,
  EMERGENCY_REASON_WORDS,
  EMERGENCY_REASONS,
  type EmergencyReason,
} from "@/lib/core/access/emergency-access";

interface OpenWithReasonProps {
  /** Opens it; gives why it could not be, in one sentence, or null. */
  readonly open: (draft: { readonly reason: EmergencyReason; readonly note: string }) => Promise<string | null>;
}

/** How somebody who needs a patient of another ward opens the page, with a reason that is reviewed. */
export function OpenWithReason({ open }: OpenWithReasonProps) {
  const [reason, setReason] = useState<EmergencyReason | null>(null);
  const [note, setNote] = useState("");
  const [says, setSays] = useState<string | null>(null);
  const [isOpening, setOpening] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (reason === null) return setSays("Choose a reason.");
    if (note.trim() === "") return setSays("Say in a few words why.");
    setSays(null);
    setOpening(true);
    try {
      const refusal = await open({ reason, note: note.trim() });
      setSays(refusal);
      // Opened: stays busy until the page is there.
      if (refusal !== null) setOpening(false);
    } catch {
      setSays("The server could not be reached. Try again in a moment.");
      setOpening(false);
    }
  }

  return (
    <form onSubmit={submit} aria-label="Open with a reason" className="card mt-4 flex max-w-xl flex-col gap-4">
      <div>
        <h2 className="m-0 text-lg font-semibold">Need this patient now?</h2>
        <p className="m-0 mt-1 text-mut">
          You can open this one page for {EMERGENCY_MINUTES} minutes. Compliance reviews every such opening: who, when,
          why, and what was done.
        </p>
      </div>
      <ChoiceGroup
        label="Why do you need it?"
        value={reason}
        onChange={(value) => {
          setReason(EMERGENCY_REASONS.find((known) => known === value) ?? null);
          setSays(null);
        }}
        choices={EMERGENCY_REASONS.map((value) => ({ value, label: EMERGENCY_REASON_WORDS[value] }))}
      />
      <TextArea
        label="In your words"
        hint="For the reviewer. No names of patients."
        rows={2}
        maxLength={EMERGENCY_NOTE_MAXIMUM}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {says && (
        <p role="alert" className="m-0 font-semibold text-bad">
          {says}
        </p>
      )}
      <Button look="main" type="submit" isDisabled={isOpening} className="self-start">
        {isOpening ? "Opening …" : `Open for ${EMERGENCY_MINUTES} minutes`}
      </Button>
    </form>
  );
}
