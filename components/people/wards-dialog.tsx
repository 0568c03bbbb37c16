"use client";
import { useState } from "react";
import { DialogEnd } from "@/components/ui/dialog-end";
import { ModalDialog } from "@/components/ui/modal-dialog";
import type { AccountView } from "@/lib/core/access/account-view";

interface WardsDialogProps {
  readonly account: AccountView;
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  readonly close: () => void;
  readonly save: (wardIds: readonly string[]) => void;
}

/** Whose patients somebody sees. */
export function WardsDialog({ account, wards, close, save }: WardsDialogProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(account.wards.map(({ id }) => id)));
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <ModalDialog title={`Wards of ${account.name}`} isOpen onOpenChange={(isOpen) => isOpen || close()}>
      <p className="mt-1.5 mb-3 text-mut">
        They see the patients of these wards and of no others. You can give and take only wards that you have yourself.
      </p>
      <fieldset className="m-0 mb-4 min-w-0 border-0 p-0">
        <legend className="sr-only">Wards</legend>
        <ul className="m-0 grid list-none gap-1.5 p-0 sm:grid-cols-2">
          {wards.map(({ id, name }) => (
            <li key={id}>
              <label className="flex cursor-pointer items-center gap-2.5 rounded-lg border border-line px-3 py-2 touch:min-h-11 has-checked:border-accent has-checked:bg-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
                <input
                  type="checkbox"
                  checked={chosen.has(id)}
                  onChange={() => toggle(id)}
                  className="size-4 shrink-0 accent-(--accent)"
                />
                <span className="min-w-0">{name}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      {wards.length === 0 && <p className="m-0">No ward is known yet: patients have to be imported first.</p>}
      <DialogEnd close={close} action="Save" onAction={() => save([...chosen])} />
    </ModalDialog>
  );
}
