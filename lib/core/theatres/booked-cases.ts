import { settlesRequest } from "@/lib/core/admission/settles-request";
import { type Coding, readCodings, readStatus } from "@/lib/core/fhir/codings";
import { readMoment } from "@/lib/core/fhir/moment";
import { referencedId, referenceKey } from "@/lib/core/fhir/reference";
import { type FhirResource, node, nodes } from "@/lib/core/fhir/resource";
import { localDay } from "@/lib/core/worklist/leaving-group";

/** An operation that is booked for a day. */
export interface BookedCase {
  /** Reference of the booking, e.g. "Appointment/12". */
  readonly reference: string;
  /** The hospital's calendar day, YYYY-MM-DD. */
  readonly day: string;
  readonly codes: readonly Coding[];
  /** Patient.id, for the moment of reading: it is not kept. null where none is named. */
  readonly patientId: string | null;
}

/** Bookings that hold, or may. @see https://hl7.org/fhir/R4/valueset-appointmentstatus.html */
const HOLDS = new Set(["proposed", "pending", "booked", "arrived", "checked-in", "waitlist"]);
/** Requests that somebody means to carry out. @see https://hl7.org/fhir/R4/valueset-request-intent.html */
const MEANT = new Set(["order", "original-order", "reflex-order", "filler-order", "instance-order", "plan"]);

/** SNOMED CT: surgical procedure, a category that requests carry. @see https://hl7.org/fhir/R4/valueset-servicerequest-category.html */
export const SURGICAL = { system: "http://snomed.info/sct", code: "387713003" } as const;

/** Whether a booking is marked as surgical: a server that does not know what it was asked by sends others too. */
const isSurgical = ({ category, serviceCategory }: FhirResource): boolean =>
  [category, serviceCategory].some((one) =>
    readCodings(one).some(({ system, code }) => system === SURGICAL.system && code === SURGICAL.code),
  );

const keyOf = ({ resourceType, id }: FhirResource): string => `${resourceType}/${String(id)}`;

/** A day as it was written, or the hospital's day of a time; null where it is neither. */
function dayOf(written: unknown, timeZone: string): string | null {
  const moment = readMoment(written);
  if (moment?.precision === "day") return moment.written.slice(0, 10);
  return moment?.precision === "time" ? localDay(new Date(moment.earliest), timeZone) : null;
}

/**
 * Operations booked in FHIR: Appointments that hold, by what they are for and by the requests they are based on, and
 * ServiceRequests with a day that no Appointment is for; both only where they are marked as surgical. Each once. What has
 * no code at all is left to the caller to count as of no known kind.
 */
export function bookedCases(
  {
    appointments,
    requests,
  }: { readonly appointments: readonly FhirResource[]; readonly requests: readonly FhirResource[] },
  timeZone: string,
): readonly BookedCase[] {
  const open = requests.filter(
    (request) =>
      isSurgical(request) && readStatus(request.status) === "active" && MEANT.has(readStatus(request.intent)),
  );
  const byKey = new Map(open.map((request) => [keyOf(request), request]));
  const settled = new Set<string>();
  const cases: BookedCase[] = [];
  for (const appointment of appointments) {
    const based = nodes(appointment.basedOn).flatMap((reference) => referenceKey(reference) ?? []);
    if (!isSurgical(appointment)) continue;
    const holds = HOLDS.has(readStatus(appointment.status));
    const day = dayOf(appointment.start, timeZone);
    // What holds without a day yet leaves the request as it was.
    if (settlesRequest(appointment.status) && (day !== null || !holds)) for (const key of based) settled.add(key);
    if (day === null || !holds) continue;
    const said = [appointment.serviceType, appointment.reasonCode].flatMap((one) => readCodings(one));
    const asked = based.flatMap((key) => readCodings(byKey.get(key)?.code));
    const actors = nodes(appointment.participant).map(({ actor }) => actor);
    const patientId = referencedId("Patient", [...actors, ...based.map((key) => byKey.get(key)?.subject)]);
    cases.push({ reference: keyOf(appointment), day, codes: [...asked, ...said], patientId });
  }
  for (const [reference, request] of byKey) {
    if (settled.has(reference)) continue;
    const day = dayOf(request.occurrenceDateTime ?? node(request.occurrencePeriod).start, timeZone);
    const patientId = referencedId("Patient", [request.subject]);
    if (day !== null) cases.push({ reference, day, codes: readCodings(request.code), patientId });
  }
  return cases.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
}
