"use client";
import { type FormEvent, useState } from "react";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";

interface AddWebhookDialogProps {
  readonly close: () => void;
  /** Rejects with a sentence that may be shown. */
  readonly add: (input: { readonly name: string; readonly url: string }) => Promise<void>;
}

/** Names a program that is told of alerts, where rules say so. */
export function AddWebhookDialog({ close, add }: AddWebhookDialogProps) {
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [says, setSays] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (name.trim() === "") return setSays("Write a name.");
    setBusy(true);
    setSays(null);
    try {
      await add({ name: name.trim(), url: url.trim() });
    } catch (error) {
      setBusy(false);
      setSays(error instanceof Error ? error.message : "The server could not be reached. Nothing was changed.");
    }
  }

  return (
    <ModalDialog title="Add a webhook" isOpen onOpenChange={(open) => open || close()}>
      <form className="mt-3 flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextField
          label="Name"
          hint="As it stands in the rule editor, e.g. the pager of a ward."
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Address"
          hint="https, at a host the installation lists."
          type="url"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <DialogEnd says={says} close={close} action="Add it" isBusy={isBusy} />
      </form>
    </ModalDialog>
  );
}
