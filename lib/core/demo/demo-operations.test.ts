import { describe, expect, it } from "vitest";
import { demoCalendar } from "@/lib/core/demo/demo-calendar";
import { BOOKED_OPERATIONS, DEMO_PROFILES, DEMO_THEATRES, demoStock, PCS } from "@/lib/core/demo/demo-operations";
import { makeBookings } from "@/lib/core/demo/fhir-bookings";
import { makeDayCases } from "@/lib/core/demo/fhir-operations";
import { seededRandom } from "@/lib/core/demo/seeded-random";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { bookedCases } from "@/lib/core/theatres/booked-cases";
import { findProfile, procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { theatreSetting } from "@/lib/core/theatres/theatre-setting";

/** A Tuesday. */
const calendar = demoCalendar("2026-03-10T09:00:00Z", 0);
const bundles = [...makeBookings(calendar, seededRandom("test")), ...makeDayCases(calendar, seededRandom("test"))];
const surgical = bundles
  .flatMap((bundle) => resourceEntries(bundle).map(({ resource }) => resource))
  .filter((resource) => JSON.stringify(resource).includes("387713003"));

describe("the demo hospital's theatres", () => {
  it("know every operation that is booked", () => {
    for (const [code] of Object.values(BOOKED_OPERATIONS))
      expect(findProfile(DEMO_PROFILES, [{ system: PCS, code }])).not.toBeNull();
    for (const profile of DEMO_PROFILES) expect(procedureProfile.parse(profile)).toEqual(profile);
    expect(theatreSetting.parse(DEMO_THEATRES)).toEqual(DEMO_THEATRES);
  });

  it("have a list on every weekday, each operation once, some without a time yet", () => {
    const ofType = (type: string) => surgical.filter(({ resourceType }) => resourceType === type);
    const cases = bookedCases({ appointments: ofType("Appointment"), requests: ofType("ServiceRequest") }, "Etc/UTC");
    expect(cases).toHaveLength(ofType("ServiceRequest").length);
    expect(cases.filter(({ reference }) => reference.startsWith("ServiceRequest/")).length).toBeGreaterThan(3);
    expect(cases.every(({ codes }) => findProfile(DEMO_PROFILES, codes) !== null)).toBe(true);
    const byDay = new Map<string, number>();
    for (const { day } of cases) byDay.set(day, (byDay.get(day) ?? 0) + 1);
    for (const day of ["2026-03-11", "2026-03-12", "2026-03-13", "2026-03-16", "2026-03-20"])
      expect(byDay.get(day)).toBeGreaterThan(2);
    expect(cases.every(({ day }) => day >= "2026-03-10" && day <= "2026-03-23")).toBe(true);
  });

  it("have stock of what operations use, and some of it is never counted", () => {
    const used = new Set(DEMO_PROFILES.flatMap(({ supplies }) => supplies.map(({ item }) => item)));
    const counted = demoStock(["2026-03-10", "2026-03-11"]).map(({ item }) => item);
    expect(counted.filter((item) => !used.has(item))).toEqual([]);
    expect(counted.length).toBeLessThan(used.size);
  });

  it("are the same for the same seed, and marked as made up", () => {
    expect(makeDayCases(calendar, seededRandom("test"))).toEqual(makeDayCases(calendar, seededRandom("test")));
    for (const resource of surgical) expect(JSON.stringify(resource.meta)).toContain("HTEST");
  });
});
