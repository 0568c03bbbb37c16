import type { Appointment, Bundle, FhirResource, ServiceRequest } from "fhir/r4";
import type { DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { BOOKED_OPERATIONS, PCS, type PcsCode } from "@/lib/core/demo/demo-operations";
import { concept, SNOMED } from "@/lib/core/demo/fhir-encounter";
import { toHospitals } from "@/lib/core/demo/fhir-locations";
import { syntheticMeta } from "@/lib/core/demo/fhir-marking";
import { patientId, toPatient } from "@/lib/core/demo/fhir-patient";
import { planVisitor } from "@/lib/core/demo/plan-visitor";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import { transactionOf } from "@/lib/core/demo/transaction-bundle";

const SURGICAL = concept(SNOMED, ["387713003", "Surgical procedure"]);
const HOUR_MS = 3_600_000;

interface Operation {
  readonly number: number;
  readonly code: PcsCode;
  /** Epoch milliseconds. */
  readonly start: number;
  /** A time was agreed; otherwise a day. */
  readonly isAppointed: boolean;
}

/** A booked operation as a hospital has it: what was ordered, and a time in theatre where one was agreed. */
export function toOperation(
  { number, code, start, isAppointed }: Operation,
  patient: string,
  calendar: DemoCalendar,
): (ServiceRequest | Appointment)[] {
  const subject = { reference: `Patient/${patient}` };
  const request: ServiceRequest = {
    ...{ resourceType: "ServiceRequest", id: `operation-${number}`, meta: syntheticMeta() },
    ...{ status: "active", intent: "order", category: [SURGICAL], code: concept(PCS, code), subject },
    ...(isAppointed ? {} : { occurrenceDateTime: calendar.date(start) }),
  };
  if (!isAppointed) return [request];
  const appointment: Appointment = {
    ...{ resourceType: "Appointment", id: `theatre-${number}`, meta: syntheticMeta() },
    ...{ status: "booked", serviceCategory: [SURGICAL], basedOn: [{ reference: `ServiceRequest/${request.id}` }] },
    ...{ start: calendar.instant(start), end: calendar.instant(start + HOUR_MS) },
    participant: [{ actor: subject, status: "accepted" }],
  };
  return [request, appointment];
}

/** Patients who come for a day are numbered from here on. */
const FIRST_NUMBER = 9501;
const DAYS = 14;
/** Who comes for a day, Sunday to Saturday. */
const BOOKED = [0, 4, 5, 4, 5, 3, 0] as const;
const KINDS: readonly (readonly [PcsCode, number])[] = [
  [BOOKED_OPERATIONS.cataract, 3],
  [BOOKED_OPERATIONS.arthroscopy, 2],
  [BOOKED_OPERATIONS.hernia, 2],
];

/** Who is booked for an operation within a fortnight and goes home the same day, one transaction Bundle each. */
export function makeDayCases(calendar: DemoCalendar, random: SeededRandom): Bundle<FhirResource>[] {
  const bundles: Bundle<FhirResource>[] = [];
  for (let day = 0; day < DAYS; day++) {
    const wanted = BOOKED[new Date(`${calendar.date(calendar.at(day, 12))}T12:00:00Z`).getUTCDay()] ?? 0;
    for (let place = 0; place < wanted; place++) {
      const start = calendar.at(day, 8 + place);
      const number = FIRST_NUMBER + bundles.length;
      const chance = random.fork(String(number));
      // Whose time has come is in theatre, or at home again.
      if (start <= calendar.now) continue;
      const person = planVisitor(calendar, chance, { number, ageYears: chance.integer(35, 84) });
      const patient = patientId(person);
      const operation = { number, start, code: chance.weighted(KINDS), isAppointed: chance.chance(0.85) };
      bundles.push(
        transactionOf(patient, [
          ...toHospitals([]),
          toPatient(person, calendar),
          ...toOperation(operation, patient, calendar),
        ]),
      );
    }
  }
  return bundles;
}
