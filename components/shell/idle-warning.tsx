"use client";
import { useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { timeLeftInWords } from "@/lib/core/access/idle-phase";

interface IdleWarningProps {
  readonly secondsLeft: number;
  /** Rejects where the server does not answer. */
  readonly stay: () => Promise<void>;
  readonly signOut: () => void;
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Nobody has used the page for a while: says how long is left, and asks. Escape is an answer too: somebody is there. */
export function IdleWarning({ secondsLeft, stay, signOut }: IdleWarningProps) {
  const [hasFailed, setFailed] = useState(false);
  const tryToStay = (): void => {
    setFailed(false);
    stay().catch(() => setFailed(true));
  };
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(isOpen) => isOpen || tryToStay()}
      className="fixed inset-0 z-[60] flex items-end justify-center bg-black/60 sm:items-center sm:p-4 print:hidden"
    >
      <Modal className="w-full max-w-md rounded-t-2xl border border-line bg-panel shadow-2xl sm:rounded-2xl">
        <Dialog role="alertdialog" className="p-5 outline-none sm:p-6">
          <Heading slot="title" className="m-0 text-lg font-semibold">
            Are you still there?
          </Heading>
          <p className="mt-2 mb-0">
            Nobody has used Wardlight here for 13 minutes. You will be signed out in{" "}
            <span role="timer" aria-live="off" className="font-semibold tabular-nums">
              {clock(secondsLeft)}
            </span>
            . What you have saved is kept; what you are still typing is not.
          </p>
          <p role="status" className="sr-only">
            You will be signed out in {timeLeftInWords(secondsLeft)}.
          </p>
          {hasFailed && (
            <p role="alert" className="mt-3 mb-0 rounded-lg bg-bad-bg px-3 py-2 font-semibold text-bad">
              The server could not be reached. Try again.
            </p>
          )}
          <div className="mt-4 flex flex-wrap gap-2">
            <Button look="main" onPress={tryToStay} autoFocus>
              Stay signed in
            </Button>
            <Button onPress={signOut}>Sign out now</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
