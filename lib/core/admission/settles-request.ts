import { readStatus } from "@/lib/core/fhir/codings";

/** Statuses of an appointment after which the request it was for waits for another. */
const UNDONE = new Set(["cancelled", "noshow", "entered-in-error"]);

/**
 * Whether an Appointment answers the request it is based on, so that the two are not counted twice: also one that was
 * kept, since what was asked for has been done.
 * @see https://hl7.org/fhir/R4/valueset-appointmentstatus.html
 */
export const settlesRequest = (status: unknown): boolean => !UNDONE.has(readStatus(status));
