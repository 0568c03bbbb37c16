import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ageInYears } from "@/lib/core/worklist/age";
import { describeResource } from "@/lib/core/worklist/describe-resource";
import { dayOfStay, LEAVING_GROUPS, leavingGroup } from "@/lib/core/worklist/leaving-group";
import { chooseRows, WHOLE_LIST } from "@/lib/core/worklist/list-choice";
import { groupWorklist, orderWorklist, rankedApart, versionStarts, withoutScore } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const row = (stayId: string, leaving: WorklistRow["leaving"], probability: number | null): WorklistRow =>
  ({ stayId, leaving, probability, wardName: "4A", bed: stayId }) as WorklistRow;

const rows = fc.array(
  fc
    .tuple(fc.uuid(), fc.constantFrom(...LEAVING_GROUPS), fc.option(fc.double({ min: 0, max: 1, noNaN: true })))
    .map(([id, leaving, probability]) => row(id, leaving, probability)),
);

describe("the order of the list", () => {
  it("is leaving first, then risk", () => {
    const list = [row("a", "later", 0.9), row("b", "today", 0.1), row("c", "today", 0.3), row("d", "tomorrow", 0.8)];
    expect(orderWorklist(list).map(({ stayId }) => stayId)).toEqual(["c", "b", "d", "a"]);
  });

  it("keeps patients without a score in a list of their own, never below a low risk", () => {
    const list = [row("none", "today", null), row("low", "today", 0.01)];
    expect(orderWorklist(list).map(({ stayId }) => stayId)).toEqual(["low"]);
    expect(withoutScore(list).map(({ stayId }) => stayId)).toEqual(["none"]);
    expect(groupWorklist(list)).toMatchObject([
      { leaving: "today", scored: [{ stayId: "low" }], unscored: [{ stayId: "none" }] },
    ]);
  });

  it("never ranks one model's numbers among another's", () => {
    const versions = fc.constantFrom("1.0.0", "2.0.0", "10.0.0");
    const mixed = fc.array(fc.tuple(fc.uuid(), versions, fc.double({ min: 0, max: 1, noNaN: true })));
    fc.assert(
      fc.property(mixed, (list) => {
        const all = list.map(([id, modelVersion, p]) => ({
          ...row(id, "today", p),
          modelVersion,
          wardName: modelVersion,
        }));
        const byRisk = chooseRows(all, { ...WHOLE_LIST, sort: "risk" });
        for (const shown of [orderWorklist(all), byRisk]) {
          const changes = shown.filter((one, at) => at > 0 && one.modelVersion !== shown[at - 1]?.modelVersion);
          expect(changes.length).toBe(Math.max(0, new Set(shown.map(({ modelVersion }) => modelVersion)).size - 1));
        }
        const { size } = new Set(all.map(({ modelVersion }) => modelVersion));
        expect(rankedApart(all) === null).toBe(size < 2);
        expect(new Set(versionStarts(byRisk).values()).size).toBe(size < 2 ? 0 : size);
      }),
    );
  });

  it("marks no version's beginning where the order is another than by risk", () => {
    const [a, b] = [
      { ...row("a", "today", 0.3), modelVersion: "1.0.0" },
      { ...row("b", "today", 0.2), modelVersion: "2.0.0" },
    ];
    expect([...versionStarts([a, b])]).toEqual([
      ["a", "1.0.0"],
      ["b", "2.0.0"],
    ]);
    expect(versionStarts([a, b, { ...a, stayId: "c" }]).size).toBe(0);
  });

  it("loses nobody and shows nobody twice", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const shown = [...orderWorklist(list), ...withoutScore(list)];
        expect(shown.length).toBe(list.length);
        expect(new Set(shown)).toEqual(new Set(list));
      }),
    );
  });

  it("does not depend on the order the rows came in", () => {
    fc.assert(
      fc.property(rows, (list) => {
        expect(orderWorklist([...list].reverse())).toEqual(orderWorklist(list));
      }),
    );
  });
});

describe("when a patient leaves", () => {
  const evening = new Date("2026-03-10T23:30:00Z");

  it("is told by the hospital's calendar, not by hours", () => {
    expect(leavingGroup("2026-03-11T00:30:00Z", evening, "Europe/London")).toBe("tomorrow");
    // In Auckland it is already midday on the 11th.
    expect(leavingGroup("2026-03-11T00:30:00Z", evening, "Pacific/Auckland")).toBe("today");
    expect(leavingGroup("2026-03-12T09:00:00+00:00", evening, "Europe/London")).toBe("later");
  });

  it("is right across the night the clocks change", () => {
    const before = new Date("2026-03-28T22:30:00Z");
    expect(leavingGroup("2026-03-29T23:30:00Z", before, "Europe/London")).toBe("later");
    expect(leavingGroup("2026-03-29T22:30:00Z", before, "Europe/London")).toBe("tomorrow");
  });

  it("is today once the planned time has passed, and unknown when nobody planned it", () => {
    expect(leavingGroup("2026-03-01T09:00:00Z", evening, "Europe/London")).toBe("today");
    expect(leavingGroup(null, evening, "Europe/London")).toBe("unknown");
    expect(leavingGroup("soon", evening, "Europe/London")).toBe("unknown");
  });

  it("counts the day of admission as day 1", () => {
    expect(dayOfStay("2026-03-10T01:00:00Z", evening, "Europe/London")).toBe(1);
    expect(dayOfStay("2026-03-08T23:59:00Z", evening, "Europe/London")).toBe(3);
    expect(dayOfStay("2026-03-12T00:00:00Z", evening, "Europe/London")).toBeNull();
    expect(dayOfStay(null, evening, "Europe/London")).toBeNull();
  });
});

describe("age", () => {
  it("turns on the birthday", () => {
    expect(ageInYears("1950-03-11", "2026-03-10")).toBe(75);
    expect(ageInYears("1950-03-11", "2026-03-11")).toBe(76);
  });

  it("makes nobody older than a partial date allows, and is unknown where it cannot be told", () => {
    expect(ageInYears("1950", "2026-03-10")).toBe(75);
    expect(ageInYears("1950-03", "2026-03-10")).toBe(75);
    expect(ageInYears("1950-02", "2026-03-10")).toBe(76);
    expect(ageInYears(null, "2026-03-10")).toBeNull();
    expect(ageInYears("unknown", "2026-03-10")).toBeNull();
    expect(ageInYears("2030-01-01", "2026-03-10")).toBeNull();
  });
});

describe("a resource in words", () => {
  it("says what, how much and when", () => {
    expect(
      describeResource({
        resourceType: "Observation",
        code: { text: "Haemoglobin A1c" },
        valueQuantity: { value: 9.1, unit: "%" },
        effectiveDateTime: "2026-03-02T08:00:00Z",
      }),
    ).toBe("Haemoglobin A1c · 9.1 % · 2026-03-02");
    expect(
      describeResource({
        resourceType: "Encounter",
        class: { display: "inpatient encounter" },
        period: { start: "2026-01-03", end: "2026-01-09" },
      }),
    ).toBe("inpatient encounter · 2026-01-03 to 2026-01-09");
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Encounter", "Condition", "Observation", "MedicationRequest", "Odd"),
        fc.dictionary(fc.constantFrom("code", "period", "class", "type", "valueQuantity"), fc.jsonValue()),
        (resourceType, rest) => {
          expect(describeResource({ ...rest, resourceType })).not.toBe("");
        },
      ),
    );
  });
});
