import type { Bundle, FhirResource } from "fhir/r4";
import { demoCalendar } from "@/lib/core/demo/demo-calendar";
import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { hospitalFitSchema } from "@/lib/core/demo/hospital-fit";
import generated from "@/lib/core/demo/hospital-fit.generated.json";
import { planCurrentPatients } from "@/lib/core/demo/plan-current";
import { planPastPatients } from "@/lib/core/demo/plan-past";
import { indexFit } from "@/lib/core/demo/sample-stay";
import { seededRandom } from "@/lib/core/demo/seeded-random";
import { toBundle } from "@/lib/core/demo/to-bundle";

export interface DemoHospital {
  readonly wards: readonly { readonly id: string; readonly name: string; readonly physicalBeds: number }[];
  /** One FHIR R4 transaction Bundle a patient: the 60 current inpatients first, then past patients. */
  readonly bundles: readonly Bundle<FhirResource>[];
}

/** Patients who left within the last 120 days. */
const PAST_PATIENTS = 225;

/**
 * Makes the synthetic hospital: the same seed and time give the same bytes. No patient of it exists or existed.
 * @param options.now ISO-8601; everything is dated relative to it and nothing is dated after it, planned ends aside
 * @param options.utcOffsetMinutes the hospital's offset from UTC, 0 where left out
 * @throws RangeError where `now` is not a date
 */
export function makeHospital({
  seed,
  now,
  utcOffsetMinutes = 0,
}: {
  seed: string | number;
  now: string;
  utcOffsetMinutes?: number;
}): DemoHospital {
  const calendar = demoCalendar(now, utcOffsetMinutes);
  const random = seededRandom(String(seed));
  const index = indexFit(hospitalFitSchema.parse(generated));
  const current = planCurrentPatients(index, calendar, random.fork("current"));
  const past = planPastPatients(index, calendar, random.fork("past"), PAST_PATIENTS, current.length + 1);
  return {
    wards: DEMO_WARDS.map(({ id, name, physicalBeds }) => ({ id, name, physicalBeds })),
    bundles: [...current, ...past].map((plan) => toBundle(plan, calendar, random.fork(`bundle-${plan.number}`))),
  };
}
