import { expect, it } from "vitest";
import { accuracyCsv } from "@/lib/core/demand/accuracy-csv";
import type { ForecastAccuracyView } from "@/lib/core/demand/forecast-views";

const told = { came: 22, point: 20.456, naive: 18, interval80: [15, 25], interval95: [12, 29] } as const;
const view: Pick<ForecastAccuracyView, "kind" | "wardId" | "units" | "dayBefore" | "weekBefore"> = {
  ...{ kind: "discharges", wardId: "w1", units: [{ id: "w1", name: "Ward 1" }] },
  dayBefore: [{ day: "2026-03-07", ...told }],
  weekBefore: [{ day: "2026-03-08", ...told, came: null }],
};

it("writes each day as it was foretold and as it came, and leaves empty what is not known yet", () => {
  const [head, ...lines] = accuracyCsv(view).split("\r\n");
  expect(head?.split(",")).toHaveLength(11);
  expect(lines).toEqual([
    "discharges,Ward 1,1,2026-03-07,22,20.46,15,25,12,29,18",
    "discharges,Ward 1,7,2026-03-08,,20.46,15,25,12,29,18",
    "",
  ]);
  expect(accuracyCsv({ ...view, wardId: null })).toContain("discharges,Whole hospital,1,");
});
