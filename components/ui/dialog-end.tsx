import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

interface DialogEndProps {
  /** What is missing or went wrong, in one sentence; read out when it appears. */
  readonly says?: string | null;
  readonly close: () => void;
  /** What the main button does, in its own words. */
  readonly action: ReactNode;
  /** Left out, the button sends the form that this stands in. */
  readonly onAction?: () => void;
  readonly isBusy?: boolean;
}

/** How every dialog ends: what is missing, the way out, and what it is for. On a phone it stays in sight. */
export function DialogEnd({ says = null, close, action, onAction, isBusy = false }: DialogEndProps) {
  return (
    <div className="flex flex-col gap-2.5 max-sm:sticky max-sm:bottom-0 max-sm:-mx-5 max-sm:-mb-5 max-sm:border-t max-sm:border-line max-sm:bg-panel max-sm:px-5 max-sm:py-3">
      {says && (
        <p role="alert" className="m-0 font-semibold text-bad">
          {says}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Cancel</Button>
        <Button
          look="main"
          type={onAction ? "button" : "submit"}
          isDisabled={isBusy}
          {...(onAction && { onPress: onAction })}
        >
          {action}
        </Button>
      </div>
    </div>
  );
}
