"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";

interface ProviderButtonProps {
  /** Leaves for the hospital's sign-in; rejects where the server does not answer. */
  readonly go: () => Promise<void>;
  readonly refusal: string | null;
}

/** Signing in where the hospital keeps its accounts. */
export function ProviderButton({ go, refusal }: ProviderButtonProps) {
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState(refusal);

  async function leave(): Promise<void> {
    setBusy(true);
    setSaid(null);
    try {
      await go();
    } catch {
      setSaid("The server could not be reached. Try again.");
      setBusy(false);
    }
  }

  return (
    <>
      {said && (
        <p role="alert" className="m-0 rounded-lg bg-bad-bg px-3 py-2 font-semibold text-bad">
          {said}
        </p>
      )}
      <Button look="main" onPress={() => void leave()} isDisabled={isBusy}>
        {isBusy ? "Going to the hospital’s sign-in …" : "Sign in with your hospital account"}
      </Button>
    </>
  );
}
