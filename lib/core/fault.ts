/** The closed set of ways a request can fail; doors translate each into their own language (HTTP status, exit code). */
export const FAULT_CODES = [
  "bad-input",
  "unauthenticated",
  "forbidden",
  "not-found",
  "conflict",
  "too-many",
  "too-large",
  "unsupported",
  "not-ready",
  "busy",
  "misconfigured",
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** The one error class. Its message is one plain sentence that may be shown to a person: no patient data, no stack. */
export class Fault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "Fault";
    this.code = code;
  }
}

/** Whether something thrown is a Fault, also across two bundles that each carry their own copy of the class. */
export function isFault(thrown: unknown): thrown is Fault {
  return (
    thrown instanceof Error &&
    thrown.name === "Fault" &&
    FAULT_CODES.includes((thrown as { code?: never }).code as never)
  );
}
