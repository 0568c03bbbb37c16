import { describe, expect, it } from "vitest";
import { maySeeWard, mayUse, ROLES, VERB_NAMES } from "@/lib/core/access/access";

describe("who may do what", () => {
  it("is exactly this table", () => {
    const table = Object.fromEntries(ROLES.map((role) => [role, VERB_NAMES.filter((verb) => mayUse(role, verb))]));
    expect(table).toEqual({
      nurse: ["list-worklist", "read-stay", "flag-prediction", "withdraw-flag"],
      clinician: ["list-worklist", "read-stay", "flag-prediction", "withdraw-flag"],
      administrator: ["list-worklist"],
      "data-scientist": ["list-worklist", "read-stay"],
      compliance: ["read-audit"],
    });
  });

  it("lets nobody signed in import or set up, and an operator at the machine do nothing else", () => {
    expect(VERB_NAMES.filter((verb) => mayUse("system", verb))).toEqual(["import-bundles", "set-up-demo"]);
  });

  it("shows people their own wards only", () => {
    const nurse = { role: "nurse", wardIds: ["4a"] } as const;
    expect(maySeeWard(nurse, "4a")).toBe(true);
    expect(maySeeWard(nurse, "4b")).toBe(false);
    expect(maySeeWard(nurse, "")).toBe(false);
    expect(maySeeWard({ role: "system", wardIds: [] }, "4b")).toBe(true);
  });
});
