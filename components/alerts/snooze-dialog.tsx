"use client";
import { useState } from "react";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { ModalDialog } from "@/components/ui/modal-dialog";

const CHOICES = [
  { value: "30", label: "Half an hour" },
  { value: "60", label: "An hour" },
  { value: "240", label: "Four hours" },
  { value: "720", label: "Twelve hours" },
  { value: "1440", label: "A day" },
];

interface SnoozeDialogProps {
  /** Who and which rule. */
  readonly about: string;
  readonly close: () => void;
  readonly snooze: (minutes: number) => void;
}

/** For how long an alert is put off. */
export function SnoozeDialog({ about, close, snooze }: SnoozeDialogProps) {
  const [minutes, setMinutes] = useState("60");
  return (
    <ModalDialog title="Put this alert off" isOpen onOpenChange={(open) => open || close()}>
      <form
        className="mt-1 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          snooze(Number(minutes));
        }}
      >
        <p className="m-0 text-mut">
          <b className="text-ink">{about}</b> It comes back by itself, for everybody it was for. If what raised it no
          longer holds, it ends instead.
        </p>
        <ChoiceGroup label="For how long?" value={minutes} onChange={setMinutes} choices={CHOICES} hasFocus isWide />
        <DialogEnd close={close} action="Put it off" />
      </form>
    </ModalDialog>
  );
}
