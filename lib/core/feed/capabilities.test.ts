import { describe, expect, it } from "vitest";
import {
  isR4,
  NOT_SAID,
  offersConditionalCreate,
  offersLastUpdated,
  offersParameters,
  offersSearch,
  readCapabilities,
} from "@/lib/core/feed/capabilities";

const statement = {
  resourceType: "CapabilityStatement",
  fhirVersion: "4.0.1",
  rest: [
    { mode: "client", resource: [{ type: "Procedure" }] },
    {
      mode: "server",
      resource: [
        { type: "Patient", interaction: [{ code: "read" }], operation: [{ name: "everything" }] },
        {
          type: "Observation",
          interaction: [{ code: "search-type" }],
          searchParam: [{ name: "_lastUpdated" }, { name: 7 }, null],
          conditionalCreate: true,
        },
        { type: "Encounter" },
        { type: 5 },
        null,
      ],
    },
  ],
};

describe("what a server says it can do", () => {
  it("is read from its statement, of the server's part alone", () => {
    const said = readCapabilities(statement);
    expect(said.hasEverything).toBe(true);
    expect(["Observation", "Encounter", "Patient", "Procedure"].map((type) => offersSearch(said, type))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(offersLastUpdated(said, "Observation")).toBe(true);
    expect(offersLastUpdated(said, "Encounter")).toBe(false);
    expect(offersParameters(said, "Observation", ["_lastUpdated"])).toBe(true);
    expect(offersParameters(said, "Observation", ["_lastUpdated", "category"])).toBe(false);
    // None named is not said.
    expect(offersParameters(said, "Encounter", ["class"])).toBe(true);
    expect(offersParameters(NOT_SAID, "Observation", ["category"])).toBe(true);
    expect(offersConditionalCreate(said, "Observation")).toBe(true);
    expect(offersConditionalCreate(said, "Patient")).toBe(false);
  });

  it("knows $everything of the whole server only where it says that it is the patient's", () => {
    const of = (definition?: string) =>
      readCapabilities({
        resourceType: "CapabilityStatement",
        rest: [{ mode: "server", operation: [{ name: "everything", definition }] }],
      }).hasEverything;
    expect(of("http://hl7.org/fhir/OperationDefinition/Patient-everything")).toBe(true);
    expect(of("http://hl7.org/fhir/OperationDefinition/Encounter-everything")).toBe(false);
    expect(of()).toBe(false);
  });

  it("is searching and no more where it says nothing", () => {
    for (const nothing of [
      null,
      "x",
      [],
      {},
      { resourceType: "Patient" },
      { resourceType: "CapabilityStatement", rest: 3 },
    ]) {
      const said = readCapabilities(nothing);
      expect(said).toEqual({ ...NOT_SAID, isStated: nothing instanceof Object && "rest" in nothing });
      expect(offersSearch(said, "Procedure")).toBe(true);
      expect(offersLastUpdated(said, "Procedure")).toBe(false);
      expect(offersConditionalCreate(said, "RiskAssessment")).toBe(false);
    }
  });

  it("is R4 unless it says otherwise", () => {
    const of = (fhirVersion: string | null) => isR4({ ...NOT_SAID, fhirVersion });
    expect([null, "4.0.1", "4.0.0", "4.0"].map(of)).toEqual([true, true, true, true]);
    expect(["3.0.2", "4.3.0", "5.0.0", "4.01"].map(of)).toEqual([false, false, false, false]);
  });
});
