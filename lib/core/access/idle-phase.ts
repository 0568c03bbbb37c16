import { IDLE_MS, IDLE_WARNING_MS } from "@/lib/core/access/session-rules";

/** Where an unused page stands: in use, told that it is about to be signed out (with whole seconds left), or over. */
export type IdlePhase =
  | { readonly kind: "in-use" }
  | { readonly kind: "warning"; readonly secondsLeft: number }
  | { readonly kind: "over" };

/** The phase at `now`, both times in milliseconds. A last use in the future, as a clock set back leaves it, is now. */
export function idlePhase(lastActiveAt: number, now: number): IdlePhase {
  const idle = Math.max(0, now - lastActiveAt);
  if (idle >= IDLE_MS) return { kind: "over" };
  if (idle < IDLE_WARNING_MS) return { kind: "in-use" };
  return { kind: "warning", secondsLeft: Math.ceil((IDLE_MS - idle) / 1000) };
}

/** How long is left, in words, for a screen reader: said now and then, not every second. */
export function timeLeftInWords(secondsLeft: number): string {
  const step = [10, 30, 60, 90, 120].find((seconds) => secondsLeft <= seconds) ?? 120;
  if (step % 60 !== 0 || step === 0) return step === 90 ? "one and a half minutes" : `${step} seconds`;
  return step === 60 ? "one minute" : `${step / 60} minutes`;
}
