import { describe, expect, it } from "vitest";
import { bookedCases } from "@/lib/core/theatres/booked-cases";
import { findProfile, type ProcedureProfile, procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { durationsByProfile, readOperation } from "@/lib/core/theatres/recorded-operations";

const SNOMED = "http://snomed.info/sct";
const profile = (id: string, ...codes: ProcedureProfile["codes"]): ProcedureProfile =>
  procedureProfile.parse({
    ...{ id, name: id, codes, duration: { median: 60, ninetieth: 90 }, turnover: 15, recovery: 60 },
    ...{ team: { surgeon: 1 }, supplies: [], goesAhead: 0.9 },
  });
const HIP = profile("hip", { system: SNOMED, code: "52734007" }, { code: "0SR9*" });
const JOINT = profile("joint", { code: "0S*" });
const coded = (code: string, system = SNOMED) => ({ coding: [{ system, code }] });

describe("profiles of operations", () => {
  it("are found by code, the narrower before the wider", () => {
    const find = (system: string, code: string) => findProfile([JOINT, HIP], [{ system, code }])?.id ?? null;
    expect(find(SNOMED, "52734007")).toBe("hip");
    expect(find("elsewhere", "52734007")).toBeNull();
    expect(find("icd-10-pcs", "0SR9019")).toBe("hip");
    expect(find("icd-10-pcs", "0SB00ZZ")).toBe("joint");
    expect(findProfile([HIP], [])).toBeNull();
  });

  it("do not take a ninetieth below the median", () => {
    const wrong = { ...HIP, duration: { median: 60, ninetieth: 50 } };
    expect(procedureProfile.safeParse(wrong).success).toBe(false);
  });
});

const operation = (start: string | null, end: string, rest: object = {}) => ({
  ...{ resourceType: "Procedure", id: "p", status: "completed", code: coded("52734007") },
  performedPeriod: { ...(start !== null && { start }), end },
  ...rest,
});

describe("recorded durations", () => {
  const minutes = (...procedures: ReturnType<typeof operation>[]) =>
    durationsByProfile(
      procedures.flatMap((one) => readOperation(one) ?? []),
      [HIP],
    ).get("hip") ?? [];

  it("are minutes from beginning to end", () => {
    expect(
      minutes(
        operation("2026-03-01T09:00:00Z", "2026-03-01T10:10:00Z"),
        operation("2026-03-02T09:00:00+01:00", "2026-03-02T08:45:00Z"),
      ),
    ).toEqual([70, 45]);
  });

  it("leave out what was not completed, has no time, no profile, or an impossible length", () => {
    expect(
      minutes(
        operation("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", { status: "not-done" }),
        operation("2026-03-01", "2026-03-02"),
        operation(null, "2026-03-01T10:00:00Z"),
        operation("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", { code: coded("1") }),
        operation("2026-03-01T10:00:00Z", "2026-03-01T09:00:00Z"),
        operation("2026-03-01T09:00:00Z", "2026-03-01T09:01:00Z"),
        operation("2026-03-01T09:00:00Z", "2026-03-04T09:00:00Z"),
      ),
    ).toEqual([]);
  });

  it("are the newest 400 of a profile", () => {
    const many = Array.from({ length: 500 }, (_, at) => ({
      minutes: at < 400 ? 60 : 90,
      codes: [{ system: SNOMED, code: "52734007" }],
    }));
    expect(durationsByProfile(many, [HIP]).get("hip")).toEqual(Array(400).fill(60));
  });
});

describe("booked operations", () => {
  const surgical = [coded("387713003")];
  const request = (id: string, rest: object = {}) => ({
    ...{ resourceType: "ServiceRequest", id, status: "active", intent: "order", code: coded("52734007") },
    ...{ category: surgical, occurrenceDateTime: "2026-03-12", ...rest },
  });
  const appointment = (id: string, rest: object = {}) => ({
    ...{ resourceType: "Appointment", id, status: "booked", start: "2026-03-11T23:30:00Z" },
    ...{ serviceCategory: surgical, ...rest },
  });
  const booked = (appointments: object[], requests: object[]) =>
    bookedCases({ appointments, requests } as never, "Europe/Berlin").map(({ reference, day, codes }) => [
      reference,
      day,
      codes.map(({ code }) => code).join(),
    ]);

  it("are appointments on the hospital's day, with what was asked for, and requests nobody made one for", () => {
    const based = { basedOn: [{ reference: "ServiceRequest/a" }] };
    expect(
      booked([appointment("1", based)], [request("a"), request("b", { occurrenceDateTime: "2026-03-10" })]),
    ).toEqual([
      ["ServiceRequest/b", "2026-03-10", "52734007"],
      ["Appointment/1", "2026-03-12", "52734007"],
    ]);
  });

  it("name the patient, by the appointment or by what it was made for", () => {
    const subject = { subject: { reference: "Patient/p" } };
    const participant = [{ actor: { reference: "Practitioner/s" } }, { actor: { reference: "Patient/q" } }];
    const based = { basedOn: [{ reference: "ServiceRequest/a" }] };
    const found = bookedCases(
      {
        appointments: [appointment("1", based), appointment("2", { participant }), appointment("3")],
        requests: [request("a", subject), request("b", subject)],
      } as never,
      "Europe/Berlin",
    );
    expect(Object.fromEntries(found.map(({ reference, patientId }) => [reference, patientId]))).toEqual({
      ...{ "Appointment/1": "p", "Appointment/2": "q", "Appointment/3": null, "ServiceRequest/b": "p" },
    });
  });

  it("leave out an operation that was done, though its request is still open", () => {
    const done = { status: "fulfilled", basedOn: [{ reference: "ServiceRequest/a" }] };
    expect(booked([appointment("1", done)], [request("a")])).toEqual([]);
  });

  it("leave out what was cancelled, is only proposed, or has no day, and keep a request whose appointment fell through", () => {
    expect(
      booked(
        [
          appointment("1", { status: "cancelled", basedOn: [{ reference: "ServiceRequest/a" }] }),
          appointment("2", { start: undefined }),
        ],
        [
          request("a"),
          request("b", { status: "revoked" }),
          request("c", { intent: "proposal" }),
          request("d", { occurrenceDateTime: undefined }),
        ],
      ),
    ).toEqual([["ServiceRequest/a", "2026-03-12", "52734007"]]);
  });

  it("leave out what a server sends that is not marked as surgical", () => {
    const clinic = { serviceCategory: [coded("394586005")] };
    expect(booked([appointment("1", clinic), appointment("2")], [request("a", { category: undefined })])).toEqual([
      ["Appointment/2", "2026-03-12", ""],
    ]);
  });
});
