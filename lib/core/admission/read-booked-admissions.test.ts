import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBookedAdmissions } from "@/lib/core/admission/read-booked-admissions";
import { concept } from "@/lib/core/fhir/record-builder";
import type { FhirResource, Json } from "@/lib/core/fhir/resource";

const ELECTIVE = concept("http://snomed.info/sct", "8715000");
const appointment = (more: Json = {}): FhirResource => ({
  resourceType: "Appointment",
  id: "a1",
  status: "booked",
  serviceType: [ELECTIVE],
  start: "2026-03-12T07:00:00Z",
  participant: [
    { actor: { reference: "Patient/p1" }, status: "accepted" },
    { actor: { reference: "Location/ward-5c" }, status: "accepted" },
  ],
  ...more,
});
const request = (more: Json = {}): FhirResource => ({
  resourceType: "ServiceRequest",
  id: "r1",
  status: "active",
  intent: "order",
  code: ELECTIVE,
  subject: { reference: "Patient/p2" },
  occurrenceDateTime: "2026-03-13",
  locationReference: [{ reference: "https://ehr.example/fhir/Location/ward-5d" }],
  ...more,
});
const read = (...resources: FhirResource[]) => readBookedAdmissions(resources, "Europe/London");

describe("readBookedAdmissions", () => {
  it("reads an appointment with its unit and day, and a request that has only a day", () => {
    expect(read(appointment(), request())).toEqual([
      { id: "Appointment/a1", patientId: "p1", day: "2026-03-12", wardId: "ward-5c", isAppointed: true },
      { id: "ServiceRequest/r1", patientId: "p2", day: "2026-03-13", wardId: "ward-5d", isAppointed: false },
    ]);
  });

  it("counts a request until an appointment answers it, and again once that fell through", () => {
    const under = (status: string) =>
      read(appointment({ status, basedOn: [{ reference: "ServiceRequest/r1" }] }), request()).map(({ id }) => id);
    expect(under("booked")).toEqual(["Appointment/a1"]);
    expect(under("fulfilled")).toEqual([]);
    for (const status of ["cancelled", "noshow", "entered-in-error"])
      expect(under(status)).toEqual(["ServiceRequest/r1"]);
  });

  it("counts days in the hospital's own zone", () => {
    const start = "2026-07-12T23:30:00Z";
    expect(read(appointment({ start }))[0]?.day).toBe("2026-07-13");
    expect(readBookedAdmissions([appointment({ start })], "America/New_York")[0]?.day).toBe("2026-07-12");
  });

  it("leaves out what does not stand, is no admission, or has no day", () => {
    for (const status of ["cancelled", "noshow", "fulfilled", "entered-in-error", "proposed", "waitlist"])
      expect(read(appointment({ status }))).toEqual([]);
    for (const more of [
      { status: "revoked" },
      { intent: "proposal" },
      { doNotPerform: true },
      { occurrenceDateTime: "2026-03" },
    ])
      expect(read(request(more))).toEqual([]);
    expect(read(appointment({ serviceType: [{ text: "Cardiology clinic" }] }))).toEqual([]);
    expect(read(appointment({ serviceType: [{ text: "Pre-admission clinic" }] }))).toEqual([]);
    expect(read(appointment({ start: undefined }))).toEqual([]);
  });

  it("reads a site's own words", () => {
    expect(read(appointment({ serviceType: [{ text: "Elective admission" }] }))).toHaveLength(1);
    expect(
      read(appointment({ serviceType: undefined, serviceCategory: [{ text: "Inpatient surgery" }] })),
    ).toHaveLength(1);
  });

  it("counts a patient once a day: the appointment made for a request, and two of one day", () => {
    const made = appointment({ basedOn: [{ reference: "ServiceRequest/r1" }] });
    expect(read(made, request()).map(({ id }) => id)).toEqual(["Appointment/a1"]);
    const sameDay = request({ subject: { reference: "Patient/p1" }, occurrenceDateTime: "2026-03-12" });
    expect(read(sameDay, appointment()).map(({ id }) => id)).toEqual(["Appointment/a1"]);
    expect(read(request({ subject: { reference: "Patient/p1" } }), appointment())).toHaveLength(2);
  });

  it("leaves a unit that is not named open, and does not take a declined one", () => {
    const declined = [{ actor: { reference: "Location/ward-5c" }, status: "declined" }];
    expect(read(appointment({ participant: declined }))[0]).toMatchObject({ wardId: null, patientId: null });
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.array(fc.object({ maxDepth: 3 })),
        fc.constantFrom("Appointment", "ServiceRequest"),
        (things, kind) => {
          const odd = things.map((thing) => ({ ...thing, resourceType: kind, status: "booked" }));
          expect(() => read(...odd, appointment(), request())).not.toThrow();
        },
      ),
    );
  });
});
