/** A circuit breaker: how a server outside is doing, and until when it is left alone. */
export interface Circuit {
  /** Failures in a row. */
  readonly failures: number;
  /** Milliseconds since 1970; null while nothing stands against asking. */
  readonly pausedUntil: number | null;
}

export const CLOSED: Circuit = { failures: 0, pausedUntil: null };

/** So many failures in a row, and it is left alone: of a server that fails one time in five, one run in ten million. */
const FAILURES_TO_OPEN = 10;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
/** A server that asks to be left alone longer is asked again after this all the same. */
const LONGEST_ASKED_MS = 60 * 60_000;

export const isPaused = ({ pausedUntil }: Circuit, now: number): boolean => pausedUntil !== null && pausedUntil > now;

/** Its pause is over and nobody has heard from it since: one request finds out how it is before others go. */
export const isOnTrial = (circuit: Circuit, now: number): boolean =>
  circuit.pausedUntil !== null && !isPaused(circuit, now);

/** After an answer that was as it should be, whatever it said. */
export const afterSuccess = (): Circuit => CLOSED;

/** After a failure: left alone from the tenth in a row on, longer each time. `chance` is 0–1. */
export function afterFailure(circuit: Circuit, now: number, chance: number): Circuit {
  // What was under way when it was given up says nothing new.
  if (isPaused(circuit, now)) return circuit;
  const failures = circuit.failures + 1;
  if (failures < FAILURES_TO_OPEN) return { failures, pausedUntil: null };
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - FAILURES_TO_OPEN));
  return { failures, pausedUntil: now + Math.round(pause * (0.75 + chance / 4)) };
}

/** The server itself said until when. */
export function pausedFor(circuit: Circuit, now: number, askedMs: number): Circuit {
  const until = now + Math.min(LONGEST_ASKED_MS, askedMs);
  return { failures: circuit.failures + 1, pausedUntil: Math.max(circuit.pausedUntil ?? 0, until) };
}
