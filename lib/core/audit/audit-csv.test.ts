import { expect, it } from "vitest";
import { toAuditCsvLine } from "@/lib/core/audit/audit-csv";

const line = {
  seq: 7,
  at: "2026-03-01T00:00:00.000Z",
  actorId: "u1",
  actorName: "Test nurse",
  actorRole: "nurse",
  verb: "read-stay",
  outcome: "done",
  target: { stayId: "s1" },
  detail: { n: 2 },
} as const;

it("writes a row as RFC 4180 has it", () => {
  expect(toAuditCsvLine(line)).toBe(
    '7,2026-03-01T00:00:00.000Z,u1,Test nurse,nurse,read-stay,done,"{""stayId"":""s1""}","{""n"":2}"',
  );
});

it("lets no name be taken for a formula, and breaks no line", () => {
  expect(toAuditCsvLine({ ...line, actorName: "=1+1" })).toContain(",'=1+1,");
  expect(toAuditCsvLine({ ...line, actorName: 'a "b"\nc' })).toContain(',"a ""b""\nc",');
  expect(toAuditCsvLine({ ...line, actorName: null })).toContain(",u1,,nurse,");
});
