"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Copies the address of this view; where a browser does not allow that, the address stands there to be copied. */
export function CopyAddress({ address }: { readonly address: string }) {
  const [copied, setCopied] = useState<{ readonly address: string; readonly isDone: boolean } | null>(null);
  const isCurrent = copied?.address === address;

  async function copy(): Promise<void> {
    const whole = new URL(address, window.location.href).href;
    const isDone = await navigator.clipboard?.writeText(whole).then(
      () => true,
      () => false,
    );
    setCopied({ address, isDone: isDone === true });
  }

  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button onPress={() => void copy()}>Copy link to this view</Button>
      <span role="status" className="text-sm text-mut">
        {isCurrent && copied.isDone && "Copied. It holds no patient, and no search."}
      </span>
      {isCurrent && !copied.isDone && (
        <input
          readOnly
          aria-label="Address of this view"
          value={new URL(address, window.location.href).href}
          onFocus={(event) => event.target.select()}
          className="min-h-8 w-72 max-w-full rounded-lg border border-edge bg-panel px-2.5 py-1 touch:min-h-11 touch:text-lg"
        />
      )}
    </span>
  );
}
