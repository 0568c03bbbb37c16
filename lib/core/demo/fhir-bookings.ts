import type { Appointment, Bundle, FhirResource, ServiceRequest } from "fhir/r4";
import { type DemoCalendar, HOUR } from "@/lib/core/demo/demo-calendar";
import { BOOKED_OPERATIONS, type PcsCode } from "@/lib/core/demo/demo-operations";
import { DEMO_WARDS, type DemoWard } from "@/lib/core/demo/demo-wards";
import { concept, SNOMED } from "@/lib/core/demo/fhir-encounter";
import { HOSPITAL_ID, toHospitals, toWardLocation } from "@/lib/core/demo/fhir-locations";
import { syntheticMeta } from "@/lib/core/demo/fhir-marking";
import { toOperation } from "@/lib/core/demo/fhir-operations";
import { patientId, toPatient } from "@/lib/core/demo/fhir-patient";
import { planVisitor } from "@/lib/core/demo/plan-visitor";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import { transactionOf } from "@/lib/core/demo/transaction-bundle";

/** Patients who are to come are numbered from here on. */
const FIRST_NUMBER = 9301;
const DAYS = 14;
/** Admissions booked a day, Sunday to Saturday: theatres stand still at the weekend. */
const BOOKED = [1, 5, 5, 4, 4, 3, 0] as const;
/** Plans further off are not all made yet. */
const FILLED_BY_DAY = 0.045;

const ELECTIVE = concept(SNOMED, ["8715000", "Hospital admission, elective"]);

/** Who is booked where, why and how often, and what is done in theatre. */
const REASONS: readonly (readonly [ward: string, reason: string, weight: number, operation?: PcsCode])[] = [
  ["ward-5c", "Laparoscopic cholecystectomy", 3, BOOKED_OPERATIONS.gallbladder],
  ["ward-5c", "Inguinal hernia repair", 2, BOOKED_OPERATIONS.hernia],
  ["ward-5c", "Colectomy", 2, BOOKED_OPERATIONS.colon],
  ["ward-5d", "Total hip replacement", 4, BOOKED_OPERATIONS.hip],
  ["ward-5d", "Total knee replacement", 4, BOOKED_OPERATIONS.knee],
  ["ward-4b", "Coronary angiography", 3],
  ["ward-4b", "Pacemaker implantation", 2],
  ["ward-4a", "Infusion therapy and investigation", 1.5],
  ["ward-6b", "Rehabilitation after joint replacement", 1.5],
];

interface Booking {
  readonly number: number;
  readonly ward: DemoWard;
  readonly reason: string;
  readonly operation: PcsCode | null;
  readonly start: number;
}

const toAppointment = (
  { number, ward, reason, start }: Booking,
  patient: string,
  calendar: DemoCalendar,
): Appointment => ({
  resourceType: "Appointment",
  id: `booking-${number}`,
  meta: syntheticMeta(),
  status: "booked",
  serviceType: [ELECTIVE],
  reasonCode: [{ text: reason }],
  start: calendar.instant(start),
  end: calendar.instant(start + 3_600_000),
  participant: [
    { actor: { reference: `Patient/${patient}` }, status: "accepted" },
    { actor: { reference: `Location/${ward.id}`, display: ward.name }, status: "accepted" },
  ],
});

/** A request that has a day and no appointment yet. */
const toRequest = (
  { number, ward, reason, start }: Booking,
  patient: string,
  calendar: DemoCalendar,
): ServiceRequest => ({
  resourceType: "ServiceRequest",
  id: `request-${number}`,
  meta: syntheticMeta(),
  status: "active",
  intent: "order",
  code: ELECTIVE,
  reasonCode: [{ text: reason }],
  subject: { reference: `Patient/${patient}` },
  occurrenceDateTime: calendar.date(start),
  locationReference: [{ reference: `Location/${ward.id}`, display: ward.name }],
  performer: [{ reference: `Organization/${HOSPITAL_ID}`, display: "Demo Hospital" }],
});

/** Two hours after they come, where it is an operation they come for. */
function toTheatre(
  { number, operation, start }: Booking,
  isAppointed: boolean,
  { patient, calendar }: { readonly patient: string; readonly calendar: DemoCalendar },
) {
  if (operation === null) return [];
  return toOperation({ number, code: operation, start: start + 2 * HOUR, isAppointed }, patient, calendar);
}

function planBookings(calendar: DemoCalendar, random: SeededRandom): Booking[] {
  const bookings: Booking[] = [];
  for (let day = 0; day < DAYS; day++) {
    const noon = calendar.at(day, 12);
    const wanted = BOOKED[new Date(`${calendar.date(noon)}T12:00:00Z`).getUTCDay()] ?? 0;
    const count = Math.round((wanted + random.integer(0, 1)) * (1 - FILLED_BY_DAY * day));
    for (let place = 0; place < count; place++) {
      const [wardId, reason, , operation = null] = random.weighted(REASONS.map((one) => [one, one[2]] as const));
      const ward = DEMO_WARDS.find(({ id }) => id === wardId);
      // Nobody is booked for a time that has passed.
      const start = Math.max(calendar.at(day, 6.5 + place * 0.75), calendar.now + 3_600_000);
      if (ward && calendar.dayOf(start) === day)
        bookings.push({ number: FIRST_NUMBER + bookings.length, ward, reason, operation, start });
    }
  }
  return bookings;
}

/** Who is booked to come within a fortnight, one transaction Bundle each: most as Appointments, some still as requests. */
export const makeBookings = (calendar: DemoCalendar, random: SeededRandom): Bundle<FhirResource>[] =>
  planBookings(calendar, random.fork("plan")).map((booking) => {
    const chance = random.fork(String(booking.number));
    const person = planVisitor(calendar, chance, { number: booking.number, ageYears: chance.integer(35, 84) });
    const patient = patientId(person);
    const isAppointment = chance.chance(0.8);
    return transactionOf(patient, [
      ...toHospitals([]),
      toWardLocation(booking.ward),
      toPatient(person, calendar),
      isAppointment ? toAppointment(booking, patient, calendar) : toRequest(booking, patient, calendar),
      ...toTheatre(booking, isAppointment, { patient, calendar }),
    ]);
  });
