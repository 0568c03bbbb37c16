import { describe, expect, it } from "vitest";
import { allowedFields, errorFields } from "@/lib/core/operations/log-fields";

describe("what a log line may say", () => {
  it("keeps codes, counts and durations", () => {
    const fields = { verb: "read-stay", version: "1.2.0", stays: 12, ms: 3.5, status: 200, insteadOf: null };
    expect(allowedFields(fields)).toEqual(fields);
  });

  it("leaves out what is not on the list, whoever meant to log it, and says how many", () => {
    expect(allowedFields({ verb: "read-stay", familyName: "Zyxwvu", params: ["1937-07-19"] })).toEqual({
      verb: "read-stay",
      leftOut: 2,
    });
  });

  it("leaves out what is on the list and is not what it should be", () => {
    const odd = { verb: "Zyxwvu, Qorvex", stays: "MRN 77713", version: { note: "Zyxwvu" }, ms: Number.NaN };
    expect(allowedFields(odd)).toEqual({ leftOut: 4 });
    expect(allowedFields({ fhir: "https://user:secret@ehr.example/fhir" })).toEqual({ leftOut: 1 });
    expect(allowedFields({ constructor: "x", __proto__: null })).toEqual({ leftOut: 1 });
  });
});

describe("what may be said of an error", () => {
  it("is its name, its code and where it was thrown, never its message", () => {
    const error = Object.assign(new Error("Key (mrn)=(77713) already exists.\n    at Zyxwvu Street 5"), {
      code: "23505",
      constraint: "users_email",
      detail: "Zyxwvu",
    });
    const fields = errorFields(error);
    expect(fields).toMatchObject({ name: "Error", code: "23505", constraint: "users_email" });
    expect(fields.stack).toMatch(/log-fields\.test/);
    expect(JSON.stringify(fields)).not.toMatch(/77713|Zyxwvu/);
  });

  it("looks at the cause for a code, where a driver's error is wrapped", () => {
    const cause = { code: "08006", constraint: undefined };
    expect(errorFields(Object.assign(new Error("failed"), { cause }))).toMatchObject({ code: "08006" });
  });

  it("says nothing of what is no error", () => {
    expect(errorFields("Zyxwvu fell")).toEqual({ name: "string" });
    expect(errorFields(null)).toEqual({ name: "object" });
    expect(errorFields({ name: "Zyxwvu fell", stack: 7 })).toEqual({ stack: "" });
  });
});
