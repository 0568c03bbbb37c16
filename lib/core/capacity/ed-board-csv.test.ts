import { expect, it } from "vitest";
import type { EdBoardRow } from "@/lib/core/capacity/ed-board";
import { edBoardCsv } from "@/lib/core/capacity/ed-board-csv";

const row: EdBoardRow = {
  ...{ visitId: "visit-of-somebody", place: "Bay 1", arrivedAt: "2026-03-10T08:00:00.000Z", triage: 2 },
  ...{ complaint: "Breathlessness or cough", arrival: "Came by car", age: "Aged 60 to 64" },
  ...{ chance: 0.51239, reasons: null, outside: [], synthetic: true },
};

it("writes the board in its own order, without the visit it could be traced by", () => {
  const silent = { ...row, place: null, triage: null, chance: null, outside: ["No triage.", "Under 18."] };
  const [head, ...lines] = edBoardCsv({ rows: [row, silent] }).split("\r\n");
  expect(head).toMatch(/^place,triage,.*,chance_of_admission,/);
  expect(lines).toEqual([
    "Bay 1,2,Breathlessness or cough,2026-03-10T08:00:00.000Z,Came by car,Aged 60 to 64,0.5124,",
    ",,Breathlessness or cough,2026-03-10T08:00:00.000Z,Came by car,Aged 60 to 64,,No triage. Under 18.",
    "",
  ]);
});
