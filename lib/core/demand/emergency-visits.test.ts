import { describe, expect, it } from "vitest";
import { findEmergencyVisits } from "@/lib/core/demand/emergency-visits";

const NOW = Date.parse("2026-03-10T09:00:00Z");
const encounter = (id: string, code: string, rest: object = {}) => ({
  resource: {
    ...{ resourceType: "Encounter", id, status: "finished", subject: { reference: "Patient/p" } },
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code },
    period: { start: `2026-03-0${id.length}T10:00:00Z`, end: `2026-03-0${id.length}T14:00:00Z` },
    ...rest,
  },
});
const found = (...entries: ReturnType<typeof encounter>[]) => findEmergencyVisits(entries, NOW).map(({ id }) => id);

describe("attendances in the emergency department", () => {
  it("are the visits of that class, whether or not a bed followed", () => {
    const bed = encounter("aa", "IMP", { period: { start: "2026-03-01T14:00:00Z", end: "2026-03-05T10:00:00Z" } });
    expect(found(encounter("a", "EMER"), bed, encounter("bbb", "AMB"), encounter("cccc", "EMER"))).toEqual([
      "a",
      "cccc",
    ]);
    expect(findEmergencyVisits([encounter("a", "EMER")], NOW)).toEqual([
      { id: "a", startedAt: "2026-03-01T10:00:00Z" },
    ]);
  });

  it("leave out what did not take place, has no day, or is still to come", () => {
    expect(
      found(
        encounter("a", "EMER", { status: "cancelled" }),
        encounter("bb", "EMER", { status: "entered-in-error" }),
        encounter("ccc", "EMER", { period: {} }),
        encounter("dddd", "EMER", { period: { start: "2026-03" } }),
        encounter("eeeee", "EMER", { period: { start: "2026-03-11T10:00:00Z" } }),
      ),
    ).toEqual([]);
  });

  it("count a visit once that was written in parts", () => {
    const part = encounter("bb", "EMER", { partOf: { reference: "Encounter/a" } });
    expect(found(encounter("a", "EMER"), part)).toEqual(["a"]);
  });
});
