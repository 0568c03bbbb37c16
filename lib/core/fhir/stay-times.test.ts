import { describe, expect, it } from "vitest";
import { NOT_YET_KNOWN } from "@/lib/core/features/feature-spec";
import { featureIndex } from "@/lib/core/features/feature-table";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import {
  codesOf,
  disposition,
  encounter,
  evidenceOf,
  featureValue,
  lab,
  order,
  patient,
  quantity,
} from "@/lib/core/fhir/record-builder";
import type { FhirResource } from "@/lib/core/fhir/resource";

const at = (now: string | undefined, ...resources: FhirResource[]) =>
  preparePatient([patient(), ...resources], now === undefined ? {} : { now }).stays;
const open = (more = {}) => encounter("e1", "2020-03-01T08:00:00Z", null, { status: "in-progress", ...more });

describe("how long a stay is", () => {
  it.each([
    ["2020-03-01T08:00:00Z", "2020-03-04T01:00:00Z", 3],
    ["2020-03-01T23:50:00Z", "2020-03-02T00:10:00Z", 1],
    ["2020-03-01T08:00:00Z", "2020-03-01T20:00:00Z", 1],
    ["2020-03-01", "2020-03-08", 7],
    ["2020-03-01T23:00:00-05:00", "2020-03-02T09:00:00-05:00", 1],
    ["2020-03-01T08:00:00Z", "2020-04-30T08:00:00Z", 14],
  ])("%s to %s counts %i", (start, end, days) => {
    expect(featureValue(at(undefined, encounter("e1", start, end))[0], "lengthOfStayDays")).toBe(days);
  });

  it.each([
    ["period-end-before-start", encounter("e1", "2020-03-04", "2020-03-01")],
    ["period-end-missing", encounter("e1", "2020-03-04", null)],
    ["period-partial", encounter("e1", "2020-03", "2020-04")],
    ["period-start-missing", encounter("e1", null, "2020-03-04")],
  ])("is unknown, with the issue %s", (code, stay) => {
    const [read] = at("2021-01-01", stay);
    expect(codesOf(read?.issues)).toContain(code);
    expect(featureValue(read, "lengthOfStayDays")).toBeNull();
    expect(read?.view).toBe("discharge");
  });

  it("takes 9999-12-31 for no end at all", () => {
    const [read] = at(
      "2020-03-03T08:00:00Z",
      encounter("e1", "2020-03-01T08:00:00Z", "9999-12-31", { status: "in-progress" }),
    );
    expect(read?.dischargedAt).toBeNull();
    expect(read?.view).toBe("stay");
  });
});

describe("which view a stay is scored by", () => {
  it.each([
    ["2020-03-01T20:00:00Z", "admission"],
    ["2020-03-02T07:00:00Z", "admission"],
    ["2020-03-02T09:00:00Z", "stay"],
    ["2020-03-09T09:00:00Z", "stay"],
  ])("a current stay at %s: %s", (now, view) => expect(at(now, open())[0]?.view).toBe(view));

  it("is discharge once a plan is recorded, and masks nothing then", () => {
    const [read] = at("2020-03-03T08:00:00Z", open({ hospitalization: { dischargeDisposition: disposition("snf") } }));
    expect(read?.view).toBe("discharge");
    expect(featureValue(read, "dischargePlan")).toBe("skilled-nursing");
  });

  it("hides what only later views know, and cites nothing for it", () => {
    const [read] = at("2020-03-03T08:00:00Z", open(), order("m1", "Metformin 500 MG", "2020-03-01T10:00:00Z"));
    expect(read?.encoded[featureIndex("lengthOfStayDays")]).toBe(NOT_YET_KNOWN);
    expect(read?.encoded[featureIndex("medications")]).toBe(NOT_YET_KNOWN);
    expect(evidenceOf(read, "medications")).toEqual([]);
    expect(featureValue(read, "metformin")).toBe("taken");
  });
});

describe("now", () => {
  const finished = encounter("e1", "2020-03-01T08:00:00Z", "2020-03-08T08:00:00Z", {
    hospitalization: { dischargeDisposition: disposition("home") },
  });
  const early = lab("l1", "4548-4", quantity(6, "%"), "2020-03-01T10:00:00Z");
  const late = lab("l2", "4548-4", quantity(9, "%"), "2020-03-06T10:00:00Z");

  it("hides later resources, a later end and the plan recorded with it", () => {
    const [read] = at("2020-03-03T08:00:00Z", finished, early, late);
    expect(read?.dischargedAt).toBeNull();
    expect(read?.view).toBe("stay");
    expect(featureValue(read, "dischargePlan")).toBeNull();
    expect(featureValue(read, "hba1c")).toBe("normal");
    expect(codesOf(read?.issues)).toContain("later-data-hidden");
  });

  it("hides a stay that began later", () => expect(at("2020-02-28", finished)).toEqual([]));

  it("is the latest date in the patient's data by default", () => {
    expect(at(undefined, finished, early, late)[0]?.view).toBe("discharge");
    const [read] = at(undefined, open(), lab("l1", "718-7", quantity(11, "g/dL"), "2020-03-04T06:00:00Z"));
    expect(read?.view).toBe("stay");
    expect(read?.scores.lace.low).toBeLessThan(read?.scores.lace.high ?? 0);
  });

  it("is not drawn into the future by what is only planned", () => {
    const booked = encounter("e9", "2020-06-01T08:00:00Z", null, { status: "planned" });
    expect(at(undefined, open(), booked)[0]?.view).toBe("admission");
  });

  it("falls back to the data where it cannot be read", () => {
    const read = at("tomorrow", finished)[0];
    expect(read?.view).toBe("discharge");
    expect(codesOf(read?.issues)).toContain("now-unreadable");
  });
});

describe("stays that were never closed", () => {
  it("are ended where a later stay began", () => {
    const [first, second] = at(undefined, open(), encounter("e2", "2021-03-01", "2021-03-04"));
    expect(codesOf(first?.issues)).toContain("stay-never-closed");
    expect(first?.view).toBe("discharge");
    expect(second?.view).toBe("discharge");
  });

  it("are ended where their end has passed, whatever the status says", () => {
    const [read] = at("2020-05-01", encounter("e1", "2020-03-01", "2020-03-04", { status: "in-progress" }));
    expect(codesOf(read?.issues)).toContain("status-contradicts-period");
    expect(read?.dischargedAt).toBe("2020-03-04");
  });

  it("are over when the whole they are part of is", () => {
    const whole = encounter("e1", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z");
    const part = encounter("e2", "2020-03-02T08:00:00Z", null, {
      status: "in-progress",
      partOf: { reference: "Encounter/e1" },
    });
    const [read] = at("2020-06-01", whole, part);
    expect(read?.dischargedAt).toBe("2020-03-05T08:00:00Z");
  });

  it("go on for a month where the status does not say", () => {
    const silent = encounter("e1", "2020-03-01T08:00:00Z", null, { status: undefined });
    expect(at("2020-03-10", silent)[0]?.view).toBe("stay");
    expect(at("2020-06-10", silent)[0]?.view).toBe("discharge");
  });
});

describe("an end that is not recorded", () => {
  it("is when the last place was left, or when the recorded length had passed", () => {
    const placed = encounter("e1", "2020-03-01T08:00:00Z", null, {
      location: [{ location: { display: "Ward 4" }, period: { start: "2020-03-01", end: "2020-03-04T10:00:00Z" } }],
    });
    const measured = encounter("e1", "2020-03-01T08:00:00Z", null, { length: { value: 3, unit: "days", code: "d" } });
    for (const stay of [placed, measured]) {
      const [read] = at("2020-06-01", stay);
      expect(featureValue(read, "lengthOfStayDays")).toBe(3);
      expect(codesOf(read?.issues)).toContain("period-end-inferred");
    }
  });
});
