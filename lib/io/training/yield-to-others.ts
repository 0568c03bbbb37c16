import { constants, setPriority } from "node:os";

/**
 * Puts the calling thread last in line for the processor, so that training takes what the screens leave over.
 * Linux gives each thread a priority of its own; elsewhere the call would slow the whole process, and is left out.
 * @see setpriority(2), "C library/kernel differences"
 */
export function yieldToOthers(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(0, constants.priority.PRIORITY_LOW);
  } catch {
    // A container may forbid it; training is right all the same.
  }
}
