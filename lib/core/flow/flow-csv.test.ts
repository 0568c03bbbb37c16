import { describe, expect, it } from "vitest";
import { flowCsv } from "@/lib/core/flow/flow-csv";
import { patientFlow } from "@/lib/core/flow/patient-flow";
import { readmissionTiming } from "@/lib/core/flow/readmission-timing";

const flowOf = (isShown: boolean) =>
  patientFlow({
    ...{ now: new Date("2026-03-10T09:00:00Z"), timeZone: "Europe/London" },
    units: [
      { id: "4a", name: "4A, Medicine", physicalBeds: 24 },
      { id: "5c", name: "=5C", physicalBeds: null },
    ],
    inHospital: [
      { wardId: "4a", plannedEndAt: "2026-03-12T12:00:00Z" },
      { wardId: "5c", plannedEndAt: null },
    ],
    left: isShown
      ? {
          timing: readmissionTiming([]),
          stays: [
            { wardId: "4a", dischargedAt: "2026-03-09T12:00:00Z", probability: 0.5 },
            { wardId: "5c", dischargedAt: "2026-03-08T12:00:00Z", probability: null },
          ],
        }
      : null,
  });
const rowsOf = (isShown: boolean) => flowCsv(flowOf(isShown)).split("\r\n");

describe("the week ahead as CSV", () => {
  it("is a row a unit and day, then all units, with what is not known left empty", () => {
    const rows = rowsOf(true);
    expect(rows).toHaveLength(1 + 3 * 7 + 1);
    expect(rows[0]?.split(",")).toHaveLength(11);
    expect(rows[3]).toMatch(/^"4A, Medicine",2026-03-12,1,0\.\d+,0,[01],1,24,0,0,0$/);
    // Nobody who left is estimated there, and nobody said how many beds it has.
    expect(rows[8]).toBe("'=5C,2026-03-10,0,,,,1,,0,1,1");
    expect(rows[17]).toMatch(/^All my units,2026-03-12,1,0\.\d+,0,[01],2,,0,1,1$/);
  });

  it("says nothing of readmissions while they are not shown", () => {
    expect(rowsOf(false)[3]).toBe('"4A, Medicine",2026-03-12,1,,,,1,24,0,0,');
  });
});
