"use client";
import { useState } from "react";

const UNREACHABLE = "The server could not be reached. Try again in a moment.";

/**
 * One thing at a time that the server is asked to do: which is under way, and why the last was refused. `attempt` takes
 * work that answers why it was not done, or null; true where it was done.
 */
export function useAttempt<Doing extends string>() {
  const [doing, setDoing] = useState<Doing | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  async function attempt(what: Doing, work: () => Promise<string | null>): Promise<boolean> {
    setDoing(what);
    setFailure(null);
    const why = await work().catch(() => UNREACHABLE);
    setDoing(null);
    setFailure(why);
    return why === null;
  }
  return { doing, failure, attempt, forget: () => setFailure(null) };
}
