import { describe, expect, it } from "vitest";
import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import { readBookedAdmissions } from "@/lib/core/admission/read-booked-admissions";
import { readEdVisits } from "@/lib/core/admission/read-ed-visits";
import { demoCalendar } from "@/lib/core/demo/demo-calendar";
import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { makeBookings } from "@/lib/core/demo/fhir-bookings";
import { makeEmergencyVisits } from "@/lib/core/demo/fhir-emergency";
import { seededRandom } from "@/lib/core/demo/seeded-random";
import { decodeValue } from "@/lib/core/features/encode";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import type { FhirResource } from "@/lib/core/fhir/resource";

/** A Tuesday. */
const NOW = "2026-03-10T09:00:00Z";
const calendar = demoCalendar(NOW, 0);
const emergency = makeEmergencyVisits(calendar, seededRandom("test"));
const booked = makeBookings(calendar, seededRandom("test"));
const resourcesOf = (bundle: unknown): FhirResource[] => resourceEntries(bundle).map(({ resource }) => resource);

describe("the demo hospital's demand", () => {
  const visits = emergency.flatMap((bundle) => readEdVisits(resourcesOf(bundle), { now: NOW }));
  const valuesOf = (feature: string) => {
    const at = edFeatureIndex(feature);
    return visits.map(({ encoded }) => decodeValue(ED_FEATURES[at]!, encoded[at]!));
  };

  it("is in the emergency department now, as the reader of FHIR finds it", () => {
    expect(visits).toHaveLength(emergency.length);
    expect(new Set(visits.map(({ visitId }) => visitId)).size).toBe(visits.length);
    expect(
      visits.filter(({ applicability }) => !applicability.inScope).map(({ applicability }) => applicability.reasons),
    ).toEqual([["The patient is under 18."], ["No five-level triage is on record."]]);
    for (const { arrivedAt } of visits) expect(Date.parse(arrivedAt)).toBeLessThan(calendar.now);
  });

  it("has what triage writes down, none of it nonsense", () => {
    for (const feature of ["age", "arrivalMode", "complaint"]) expect(valuesOf(feature)).not.toContain(null);
    for (const feature of ["triage", "consciousness", "systolic", "heartRate", "oxygenSaturation", "temperature"])
      expect(valuesOf(feature).filter((value) => value === null).length).toBeLessThan(6);
    expect(new Set(valuesOf("triage")).size).toBeGreaterThan(3);
    expect(new Set(valuesOf("complaint")).size).toBeGreaterThan(5);
    // The groups know these complaints.
    expect(valuesOf("complaint")).not.toContain("other");
  });

  it("is booked on the hospital's own units, on weekdays mostly, and never in the past", () => {
    const found = readBookedAdmissions(booked.flatMap(resourcesOf), "Etc/UTC");
    expect(found).toHaveLength(booked.length);
    expect(found.length).toBeGreaterThan(25);
    const units = new Set(DEMO_WARDS.map(({ id }) => id));
    for (const { wardId, day, patientId } of found) {
      expect(units.has(wardId ?? "")).toBe(true);
      expect(patientId).not.toBeNull();
      expect(day >= "2026-03-10" && day <= "2026-03-23").toBe(true);
    }
    expect(found.filter(({ isAppointed }) => !isAppointed).length).toBeGreaterThan(0);
    expect(found.filter(({ day }) => new Date(`${day}T12:00:00Z`).getUTCDay() === 6).length).toBeLessThan(4);
  });

  it("is marked as made up, and the same for the same seed", () => {
    for (const bundle of [...emergency, ...booked])
      for (const resource of resourcesOf(bundle)) expect(JSON.stringify(resource.meta)).toContain("HTEST");
    for (const bundle of [...emergency, ...booked])
      expect(JSON.stringify(bundle)).toContain("Synthetic patient: made up for demonstration");
    expect(makeEmergencyVisits(calendar, seededRandom("test"))).toEqual(emergency);
    expect(makeBookings(calendar, seededRandom("test"))).toEqual(booked);
    expect(makeBookings(calendar, seededRandom("other"))).not.toEqual(booked);
  });
});
