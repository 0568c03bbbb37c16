"use client";
import { Button } from "@/components/ui/button";
import { ModalDialog } from "@/components/ui/modal-dialog";

interface SecretDialogProps {
  readonly name: string;
  readonly secret: string;
  readonly close: () => void;
}

/** A secret, told once: closed, it cannot be shown again. */
export function SecretDialog({ name, secret, close }: SecretDialogProps) {
  return (
    <ModalDialog title={`Secret of ${name}`} isOpen onOpenChange={(open) => open || close()}>
      <p className="mt-1.5 mb-3">
        This is the only time it is shown. Give it to whoever runs that program, not by e-mail. Lost, it is replaced
        with a new one.
      </p>
      <p className="m-0 mb-4">
        <code className="block rounded-lg border border-line bg-soft px-3 py-2 break-all select-all">{secret}</code>
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={() => void navigator.clipboard?.writeText(secret)}>Copy</Button>
        <Button look="main" onPress={close}>
          I have kept it
        </Button>
      </div>
    </ModalDialog>
  );
}
