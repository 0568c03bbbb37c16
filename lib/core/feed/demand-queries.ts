import { ADMISSION_CODES } from "@/lib/core/admission/read-booked-admissions";
import type { FeedQuery } from "@/lib/core/feed/feed-queries";
import { SURGICAL } from "@/lib/core/theatres/booked-cases";

/** Read for beds ahead alone, and only where the source says that it has it: no score of a stay rests on it. */
export const BOOKING_TYPES = ["Appointment", "ServiceRequest"] as const;

/** Who is in the emergency department now. @see https://hl7.org/fhir/R4/encounter.html#search */
export const EMERGENCY_NOW: FeedQuery = {
  type: "Encounter",
  parameters: { status: "arrived,triaged,in-progress,onleave", class: "EMER" },
};

/**
 * What triage wrote down of a patient from a day (YYYY-MM-DD) on; null: ever. Vital signs and, on some servers, triage
 * scores are surveys. A life's worth of them is tens of thousands, and the department is asked every few minutes.
 */
export const triageQuery = (patientId: string, since: string | null): FeedQuery => ({
  type: "Observation",
  parameters: { patient: patientId, category: "vital-signs,survey", ...(since !== null && { date: `ge${since}` }) },
});

const SNOMED = "http://snomed.info/sct";

/**
 * Who is booked to be admitted from a day (YYYY-MM-DD) on. Asked by code, because clinics have a hundred times as many
 * appointments: a site that books admissions under other codes has to map them at its interface.
 */
export function bookingQueries(today: string): FeedQuery[] {
  const codes = ADMISSION_CODES.map((code) => `${SNOMED}|${code}`).join(",");
  return [
    { type: "Appointment", parameters: { "service-type": codes, date: `ge${today}` } },
    { type: "ServiceRequest", parameters: { code: codes, status: "active", occurrence: `ge${today}` } },
  ];
}

/**
 * Operations that are booked from a day (YYYY-MM-DD) on. Requests are asked for without a day: that of an operation with
 * an appointment stands there. A site that marks operations otherwise has to map them at its interface.
 */
export function operationQueries(today: string): FeedQuery[] {
  const category = `${SURGICAL.system}|${SURGICAL.code}`;
  return [
    { type: "Appointment", parameters: { "service-category": category, date: `ge${today}` } },
    { type: "ServiceRequest", parameters: { category, status: "active" } },
  ];
}
