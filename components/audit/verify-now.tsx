"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";

type Answer =
  | { readonly ok: true; readonly value: { readonly intact: boolean } }
  | { readonly ok: false; readonly error: { readonly message: string } };

/** Checks the whole log; the page then says what was found. */
export function VerifyNow({ verify }: { readonly verify: () => Promise<Answer> }) {
  const router = useRouter();
  const [isChecking, start] = useTransition();
  const [said, setSaid] = useState("");
  const check = () =>
    start(async () => {
      const answer = await verify().catch(() => null);
      if (answer?.ok) setSaid(answer.value.intact ? "Verified just now." : "Problems were found.");
      else setSaid(answer?.error.message ?? "The server did not answer. Nothing was checked.");
      router.refresh();
    });
  return (
    <div className="flex flex-wrap items-center gap-3 print:hidden">
      <Button onPress={check} isDisabled={isChecking}>
        {isChecking ? "Verifying …" : "Verify now"}
      </Button>
      <p role="status" className="m-0 text-sm">
        {isChecking ? "Every row is being checked; a long log takes minutes." : said}
      </p>
    </div>
  );
}
