import { describe, expect, it } from "vitest";
import { IssueLog } from "@/lib/core/fhir/issue-log";
import { codesOf, encounter } from "@/lib/core/fhir/record-builder";
import { referenceKey } from "@/lib/core/fhir/reference";
import { ResourceIndex } from "@/lib/core/fhir/resource-index";

describe("references", () => {
  it.each([
    ["Encounter/1", "Encounter/1"],
    ["Encounter/1/_history/3", "Encounter/1"],
    ["https://ehr.example/fhir/R4/Encounter/1", "Encounter/1"],
    ["https://ehr.example/fhir/Encounter/1/_history/2", "Encounter/1"],
    ["Encounter/1#note", "Encounter/1"],
    ["urn:uuid:0c3151bd", "urn:uuid:0c3151bd"],
    ["#med1", "#med1"],
    ["Encounter?identifier=http://x|7", "?http://x|7"],
  ])("%s points at %s", (reference, key) => expect(referenceKey({ reference })).toBe(key));

  it("reads a logical identifier where there is no literal reference", () => {
    expect(referenceKey({ identifier: { system: "http://x", value: "7" } })).toBe("?http://x|7");
  });

  it.each([undefined, null, 3, {}, { reference: 4 }, { reference: "" }, { reference: "#" }, { identifier: {} }])(
    "%j points nowhere",
    (reference) => expect(referenceKey(reference)).toBeNull(),
  );
});

describe("the index of a record", () => {
  const index = (resources: readonly unknown[]) => {
    const issues = new IssueLog();
    return { index: new ResourceIndex(resources, issues), issues };
  };

  it("finds a resource by every way of pointing at it", () => {
    const stay = encounter("e1", null, null, { identifier: [{ system: "http://x", value: "7" }] });
    const { index: found } = index([{ fullUrl: "urn:uuid:aa-bb", resource: stay }]);
    for (const reference of [
      { reference: "Encounter/e1" },
      { reference: "https://ehr.example/Encounter/e1/_history/9" },
      { reference: "urn:uuid:aa-bb" },
      { reference: "urn:uuid:e1" },
      { identifier: { system: "http://x", value: "7" } },
    ]) {
      expect(found.resolve(reference, "Encounter")).toBe(stay);
    }
    expect(found.resolve({ reference: "Encounter/other" }, "Encounter")).toBeUndefined();
  });

  it("lets the newest version stand, by lastUpdated, else by versionId, else the last sent", () => {
    const older = encounter("e1", null, null, { meta: { lastUpdated: "2020-01-01T00:00:00Z" } });
    const newer = encounter("e1", null, null, { meta: { lastUpdated: "2020-01-02T00:00:00Z" } });
    for (const order of [
      [older, newer],
      [newer, older],
    ]) {
      const { index: found, issues } = index(order);
      expect(found.all("Encounter")).toEqual([newer]);
      expect(codesOf(issues.list())).toEqual(["duplicate-resource"]);
    }
    const second = encounter("e1", null, null, { meta: { versionId: "2" } });
    const first = encounter("e1", null, null, { meta: { versionId: "1" } });
    expect(index([second, first]).index.all("Encounter")).toEqual([second]);
  });

  it("drops a resource whose newest version was entered in error, with all older ones", () => {
    const good = encounter("e1", null, null, { meta: { versionId: "1" } });
    const error = encounter("e1", null, null, { meta: { versionId: "2" }, status: "entered-in-error" });
    const { index: found, issues } = index([error, good]);
    expect(found.all("Encounter")).toEqual([]);
    expect(codesOf(issues.list())).toContain("entered-in-error");
  });

  it("cites a resource without an id by its fullUrl, else by its place", () => {
    const nameless = { resourceType: "Encounter" };
    const other = { resourceType: "Encounter" };
    const { index: found, issues } = index([{ fullUrl: "urn:uuid:aa", resource: nameless }, other, 7, null]);
    expect(found.all("Encounter").map((resource) => found.citation(resource))).toEqual([
      "Encounter/aa",
      "Encounter/no-id-1",
    ]);
    expect(codesOf(issues.list())).toEqual(["resource-without-id", "not-a-resource"]);
  });
});
