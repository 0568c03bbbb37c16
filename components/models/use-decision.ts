"use client";
import { useState } from "react";

type Answer = { readonly ok: true; readonly says: string } | { readonly ok: false; readonly message: string };

const UNREACHABLE = "The server could not be reached. Try again in a moment.";

/** One thing at a time that the server is asked to do: whether it is under way, what it said, why it was refused. */
export function useDecision() {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  async function ask(work: () => Promise<Answer>): Promise<boolean> {
    setBusy(true);
    setFailure(null);
    setSaid("");
    const answer = await work().catch(() => ({ ok: false as const, message: UNREACHABLE }));
    setBusy(false);
    if (answer.ok) setSaid(answer.says);
    else setFailure(answer.message);
    return answer.ok;
  }
  return { isBusy, failure, said, ask, forget: () => setFailure(null) };
}
