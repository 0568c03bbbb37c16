import { describe, expect, it } from "vitest";
import { driverCaution } from "@/lib/core/worklist/driver-caution";

describe("a driver that must not be read as advice", () => {
  it.each([
    ["dischargePlan", "home"],
    ["admissionSource", "nursing"],
    ["age × dischargePlan", [70, "home"]],
  ] as const)("%s is marked", (feature, value) => {
    expect(driverCaution({ feature, value: typeof value === "string" ? value : [value[0], value[1]] })).toBe(
      "Reflects how ill patients are; not a reason to change the plan.",
    );
  });

  it("is none where nothing is recorded, and nothing else is", () => {
    expect(driverCaution({ feature: "dischargePlan", value: null })).toBeNull();
    expect(driverCaution({ feature: "age × dischargePlan", value: [70, null] })).toBeNull();
    expect(driverCaution({ feature: "priorInpatient", value: 3 })).toBeNull();
  });
});
