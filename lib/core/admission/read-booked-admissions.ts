import { settlesRequest } from "@/lib/core/admission/settles-request";
import { readCodings, readWords } from "@/lib/core/fhir/codings";
import { readMoment } from "@/lib/core/fhir/moment";
import { referencedId, referenceKey } from "@/lib/core/fhir/reference";
import { type FhirResource, type Json, node, nodes, text } from "@/lib/core/fhir/resource";
import { localDay } from "@/lib/core/worklist/leaving-group";

/** Somebody who is booked to be admitted. */
export interface BookedAdmission {
  /** "Appointment/1" or "ServiceRequest/1". */
  readonly id: string;
  /** Patient.id; null where it is not named by a plain reference. */
  readonly patientId: string | null;
  /** Local calendar day, YYYY-MM-DD. */
  readonly day: string;
  /** FHIR Location.id of the unit; null where none is named. */
  readonly wardId: string | null;
  /** A time was agreed, rather than a day asked for. */
  readonly isAppointed: boolean;
}

/** SNOMED CT: hospital admission, and elective hospital admission. What the source is asked for. */
export const ADMISSION_CODES = ["32485007", "8715000"] as const;

const CODES: ReadonlySet<string> = new Set(ADMISSION_CODES);
/** Not "pre-admission clinic" or "admission avoidance": those are visits. */
const WORDS = /(?<!pre-?)\b(inpatient|(elective|hospital|planned|booked) admission|admission to hospital)\b/i;
const STANDING = {
  Appointment: new Set(["booked", "pending", "arrived", "checked-in"]),
  ServiceRequest: new Set(["active"]),
} as const;
const INTENTS = new Set(["order", "original-order", "instance-order", "plan"]);

const isAdmission = (...said: readonly unknown[]): boolean =>
  said.some((one) => readCodings(one).some(({ code }) => CODES.has(code)) || WORDS.test(readWords(one)));

/** The hospital's own day of a date or time as it was written; null where it says no day. */
function dayOf(written: unknown, timeZone: string): string | null {
  const moment = readMoment(written);
  if (moment === null || (moment.precision !== "time" && moment.precision !== "day")) return null;
  return moment.precision === "day" ? moment.written.slice(0, 10) : localDay(new Date(moment.earliest), timeZone);
}

function readAppointment(resource: FhirResource, timeZone: string): BookedAdmission | null {
  const { serviceType, serviceCategory, appointmentType } = resource;
  const day = dayOf(resource.start, timeZone) ?? dayOf(nodes(resource.requestedPeriod)[0]?.start, timeZone);
  if (day === null || !isAdmission(serviceType, serviceCategory, appointmentType)) return null;
  const actors = nodes(resource.participant)
    .filter(({ status }) => status !== "declined")
    .map(({ actor }) => actor);
  return {
    id: `Appointment/${text(resource.id)}`,
    patientId: referencedId("Patient", actors),
    ...{ day, wardId: referencedId("Location", actors), isAppointed: true },
  };
}

function readRequest(resource: FhirResource, timeZone: string): BookedAdmission | null {
  const { code, category, intent, doNotPerform } = resource;
  const when = resource.occurrenceDateTime ?? node(resource.occurrencePeriod).start;
  const day = dayOf(when, timeZone);
  if (day === null || doNotPerform === true || !INTENTS.has(text(intent) ?? "") || !isAdmission(code, category))
    return null;
  return {
    id: `ServiceRequest/${text(resource.id)}`,
    patientId: referencedId("Patient", [resource.subject]),
    ...{ day, wardId: referencedId("Location", nodes(resource.locationReference)), isAppointed: false },
  };
}

const READERS: Readonly<
  Record<keyof typeof STANDING, (resource: FhirResource, timeZone: string) => BookedAdmission | null>
> = {
  Appointment: readAppointment,
  ServiceRequest: readRequest,
};

const isRead = (type: string): type is keyof typeof STANDING => type in STANDING;

/**
 * Who is booked to be admitted, from FHIR R4 Appointments and ServiceRequests: those that stand, have a day, and say of
 * themselves that they are an admission (a code of `ADMISSION_CODES`, or a site's words). A request that an appointment
 * was made for, and a patient named twice on one day, count once. Never throws.
 *
 * @param timeZone IANA name of the hospital's
 */
export function readBookedAdmissions(resources: readonly FhirResource[], timeZone: string): BookedAdmission[] {
  const answered = new Set(
    resources
      .filter(({ resourceType, status }) => resourceType === "Appointment" && settlesRequest(status))
      .flatMap((appointment: Json) => nodes(appointment.basedOn).map(referenceKey)),
  );
  const found = resources.flatMap((resource) => {
    const { resourceType } = resource;
    if (!isRead(resourceType) || text(resource.id) === null) return [];
    if (!(STANDING[resourceType] as ReadonlySet<string>).has(text(resource.status) ?? "")) return [];
    const booked = READERS[resourceType](resource, timeZone);
    return booked === null || answered.has(booked.id) ? [] : [booked];
  });
  const once = new Map<string, BookedAdmission>();
  // An appointment knows more than the request of the same day.
  for (const one of found.sort((a, b) => Number(b.isAppointed) - Number(a.isAppointed))) {
    const key = one.patientId === null ? one.id : `${one.patientId} ${one.day}`;
    if (!once.has(key)) once.set(key, one);
  }
  return [...once.values()];
}
