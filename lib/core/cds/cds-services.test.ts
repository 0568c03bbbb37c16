import { describe, expect, it } from "vitest";
import { CDS_SERVICES, findCdsService, PREFETCH } from "@/lib/core/cds/cds-services";
import { patientQueries } from "@/lib/core/feed/feed-queries";

describe("the CDS services", () => {
  it("are described as discovery wants them", () => {
    expect(CDS_SERVICES.map(({ id, hook }) => [id, hook])).toEqual([
      ["wardlight-patient-view", "patient-view"],
      ["wardlight-encounter-discharge", "encounter-discharge"],
    ]);
    for (const { id, title, description, usageRequirements, prefetch } of CDS_SERVICES) {
      for (const words of [title, description, usageRequirements]) expect(words.length).toBeGreaterThan(10);
      expect(findCdsService(id)?.id).toBe(id);
      expect(Object.values(prefetch).every((template) => typeof template === "string")).toBe(true);
    }
    expect(findCdsService("else")).toBeUndefined();
    expect(JSON.stringify(CDS_SERVICES)).not.toMatch(/null|""|\[\]|\{\}/);
  });

  it("ask for everything the reader of records uses", () => {
    expect(PREFETCH.patient?.query("p1")).toBe("Patient/p1");
    const asked = Object.values(PREFETCH).map(({ query }) => query("p1"));
    for (const { type, parameters } of patientQueries("p1")) {
      const query = asked.find((one) => one.startsWith(`${type}?`));
      expect(Object.fromEntries(new URLSearchParams(query?.split("?")[1]))).toEqual(parameters);
    }
    expect(asked).toHaveLength(patientQueries("p1").length + 1);
  });

  it("ask with reads and plain searches alone, and tokens that are root fields of both hooks' contexts", () => {
    for (const { prefetch } of CDS_SERVICES)
      for (const template of Object.values(prefetch)) {
        expect(template.match(/\{\{[^}]*\}\}/g)).toEqual(["{{context.patientId}}"]);
        expect(template).toMatch(
          /^[A-Z][A-Za-z]+(\/\{\{context\.patientId\}\}|\?patient=\{\{context\.patientId\}\}(&category=laboratory)?)$/,
        );
      }
  });
});
