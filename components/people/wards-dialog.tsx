"use client";
import { useState } from "react";
import { CheckList } from "@/components/ui/check-list";
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
  return (
    <ModalDialog title={`Wards of ${account.name}`} isOpen onOpenChange={(isOpen) => isOpen || close()}>
      <p className="mt-1.5 mb-3 text-mut">
        They see the patients of these wards and of no others. You can give and take only wards that you have yourself.
      </p>
      <div className="mb-4">
        <CheckList legend="Wards" isLegendHidden choices={wards} chosen={chosen} onChange={setChosen} />
      </div>
      {wards.length === 0 && <p className="m-0">No ward is known yet: patients have to be imported first.</p>}
      <DialogEnd close={close} action="Save" onAction={() => save([...chosen])} />
    </ModalDialog>
  );
}
