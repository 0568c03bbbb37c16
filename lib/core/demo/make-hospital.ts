import type { Bundle, FhirResource } from "fhir/r4";
import { type DemoCalendar, demoCalendar } from "@/lib/core/demo/demo-calendar";
import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { makeBookings } from "@/lib/core/demo/fhir-bookings";
import { makeEmergencyVisits } from "@/lib/core/demo/fhir-emergency";
import { makeDayCases } from "@/lib/core/demo/fhir-operations";
import { hospitalFitSchema } from "@/lib/core/demo/hospital-fit";
import generated from "@/lib/core/demo/hospital-fit.generated.json";
import { planCurrentPatients } from "@/lib/core/demo/plan-current";
import { planPastPatients } from "@/lib/core/demo/plan-past";
import { indexFit } from "@/lib/core/demo/sample-stay";
import { seededRandom } from "@/lib/core/demo/seeded-random";
import { toBundle } from "@/lib/core/demo/to-bundle";

export interface DemoHospital {
  readonly wards: readonly { readonly id: string; readonly name: string; readonly physicalBeds: number }[];
  /** One FHIR R4 transaction Bundle for each patient who is in the hospital now. */
  readonly current: readonly Bundle<FhirResource>[];
  /** One for each patient who is in the emergency department now. */
  readonly emergency: readonly Bundle<FhirResource>[];
  /** One for each patient who is booked to come within a fortnight. */
  readonly booked: readonly Bundle<FhirResource>[];
  /** One for each patient who is booked for an operation within a fortnight and goes home the same day. */
  readonly dayCases: readonly Bundle<FhirResource>[];
  /** One for each patient who has left, by the day they first left, oldest first; made one at a time, anew for each reader. */
  readonly past: Iterable<Bundle<FhirResource>>;
}

/** How far back the past reaches where nothing else is said, in days. */
export const PAST_DAYS = 365;

export interface DemoMoment {
  readonly seed: string | number;
  /** ISO-8601; everything is dated relative to it and nothing is dated after it, planned ends aside. */
  readonly now: string;
  /** The hospital's offset from UTC, 0 where left out. */
  readonly utcOffsetMinutes?: number;
  /** How many days the past reaches back; 0 for none. */
  readonly pastDays?: number;
  /** ISO-8601 moment of an earlier hospital of the same seed: only past patients who were not in it, or are otherwise by now. */
  readonly since?: string | null;
}

/**
 * Makes the synthetic hospital: the same seed and time give the same bytes. No patient of it exists or existed.
 * @throws RangeError where `now` is not a date
 */
export function makeHospital({
  seed,
  now,
  utcOffsetMinutes = 0,
  pastDays = PAST_DAYS,
  since = null,
}: DemoMoment): DemoHospital {
  const calendar: DemoCalendar = demoCalendar(now, utcOffsetMinutes);
  const random = seededRandom(String(seed));
  const index = indexFit(hospitalFitSchema.parse(generated));
  const range = { from: -pastDays, to: pastDays > 0 ? 0 : -1, since: since === null ? null : Date.parse(since) };
  return {
    wards: DEMO_WARDS.map(({ id, name, physicalBeds }) => ({ id, name, physicalBeds })),
    current: planCurrentPatients(index, calendar, random.fork("current")).map((plan) =>
      toBundle(plan, calendar, random.fork(`bundle-${plan.number}`)),
    ),
    emergency: makeEmergencyVisits(calendar, random.fork("emergency")),
    booked: makeBookings(calendar, random.fork("booked")),
    dayCases: makeDayCases(calendar, random.fork("day-cases")),
    past: {
      *[Symbol.iterator]() {
        for (const plan of planPastPatients(index, calendar, random.fork("past"), range))
          yield toBundle(plan, calendar, random.fork(`bundle-${plan.number}`));
      },
    },
  };
}
