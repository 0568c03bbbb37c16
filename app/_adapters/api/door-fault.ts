import { Fault, type FaultCode, isFault } from "@/lib/core/fault";

const SENT_ALONG = Symbol("headers");

/** A Fault that the door answers with headers of its own (how long to wait). */
export function faultWithHeaders(code: FaultCode, message: string, headers: Readonly<Record<string, string>>): Fault {
  return Object.assign(new Fault(code, message), { [SENT_ALONG]: headers });
}

/** The headers that go with something thrown; none where it brought none. */
export function headersOfFault(thrown: unknown): Readonly<Record<string, string>> {
  return isFault(thrown) ? ((thrown as { [SENT_ALONG]?: Readonly<Record<string, string>> })[SENT_ALONG] ?? {}) : {};
}
