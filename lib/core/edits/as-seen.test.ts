import { describe, expect, it } from "vitest";
import { isAsSeen } from "@/lib/core/edits/as-seen";

describe("what somebody saw", () => {
  it("is what stands there whatever the order of its fields, and not where a value, a row or an order of rows differs", () => {
    const rule = { role: "Nurse", need: { kind: "ratio", patientsPerNurse: 4 } };
    expect(isAsSeen([rule], [{ need: { patientsPerNurse: 4, kind: "ratio" }, role: "Nurse" }])).toBe(true);
    expect(isAsSeen([rule], [{ ...rule, role: "Carer" }])).toBe(false);
    expect(isAsSeen([1, 2], [2, 1])).toBe(false);
    expect(isAsSeen(null, null)).toBe(true);
    expect(isAsSeen(null, 0)).toBe(false);
  });
});
