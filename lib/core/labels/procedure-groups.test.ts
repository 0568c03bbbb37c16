import { describe, expect, it } from "vitest";
import {
  type ProcedureGroup,
  plannedWhen,
  procedureGroup,
  procedureGroupLabel,
} from "@/lib/core/labels/procedure-groups";

const PCS = "http://www.cms.gov/Medicare/Coding/ICD10";
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

describe("procedureGroup", () => {
  it.each([
    [PCS, "0TY00Z0", "kidney-transplant"],
    [PCS, "30243G0", "bone-marrow-transplant"],
    [PCS, "0SRC0J9", "knee-replacement"],
    [PCS, "0FT44ZZ", "cholecystectomy"],
    [PCS, "027034Z", "coronary-angioplasty"],
    ["urn:oid:2.16.840.1.113883.6.4", "0Y6P0Z0", "amputation"],
    ["http://hl7.org/fhir/sid/icd-9-cm", "81.54", "knee-replacement"],
    ["http://hl7.org/fhir/sid/icd-9-cm", "55.69", "kidney-transplant"],
  ])("reads %s %s", (system, code, group) => {
    expect(procedureGroup(coded(system, code))).toBe(group);
  });

  it("tells a procedure that plans nothing from one it cannot read", () => {
    // A transfusion, and a head CT.
    expect(procedureGroup(coded(PCS, "30233N1"))).toBeNull();
    expect(procedureGroup(coded(PCS, "BW28ZZZ"))).toBeNull();
    expect(procedureGroup(coded("http://www.ama-assn.org/go/cpt", "27447"))).toBeUndefined();
    expect(procedureGroup(coded(PCS, "not a code"))).toBeUndefined();
    expect(procedureGroup({ text: "Knee replacement" })).toBeUndefined();
    expect(procedureGroup(undefined)).toBeUndefined();
  });

  it("takes the first code it can read", () => {
    const both = { coding: [{ system: "http://snomed.info/sct", code: "609588000" }, ...coded(PCS, "0SRC0J9").coding] };
    expect(procedureGroup(both)).toBe("knee-replacement");
  });

  it("plans transplants always, and operations unless the illness is acute", () => {
    const planned = (group: ProcedureGroup) => `${procedureGroupLabel(group)}: ${plannedWhen(group)}`;
    expect(planned("kidney-transplant")).toBe("kidney transplant: always");
    expect(planned("hip-replacement")).toBe("hip replacement: potentially");
  });
});
