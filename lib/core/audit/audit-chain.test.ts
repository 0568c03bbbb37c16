import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuditEntry, type AuditRow, nextAuditRow, verifyChain } from "@/lib/core/audit/audit-chain";
import { canonicalJson } from "@/lib/core/audit/canonical-json";

const entry = (n: number): AuditEntry => ({
  at: new Date(Date.UTC(2026, 2, 1) + n * 1000).toISOString(),
  actorId: `user-${n % 3}`,
  actorRole: "nurse",
  verb: "read-stay",
  outcome: "done",
  target: { stayId: `s${n}` },
  detail: { scoreShown: true },
});

function chainOf(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let n = 0; n < length; n++) rows.push(nextAuditRow(rows.at(-1) ?? null, entry(n)));
  return rows;
}

describe("the audit chain", () => {
  it("is intact as it was written", () => {
    expect(verifyChain(chainOf(20))).toMatchObject({ intact: true, rows: 20 });
    expect(verifyChain([])).toMatchObject({ intact: true, rows: 0 });
  });

  it("breaks where a row was altered, removed, moved or put in", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 18 }), fc.constantFrom("alter", "remove", "swap", "insert"), (at, how) => {
        const rows = chainOf(20);
        const row = rows[at] as AuditRow;
        if (how === "alter") rows[at] = { ...row, actorId: "someone-else" };
        if (how === "remove") rows.splice(at, 1);
        if (how === "swap") rows.splice(at, 2, rows[at + 1] as AuditRow, row);
        if (how === "insert") rows.splice(at, 0, nextAuditRow(rows[at - 1] ?? null, entry(99)));
        const verdict = verifyChain(rows);
        expect(verdict.intact).toBe(false);
        expect(verdict.intact === false && Math.abs(verdict.brokenAt - (at + 1)) <= 1).toBe(true);
      }),
    );
  });

  it("breaks when an altered row is given a matching hash of its own", () => {
    const rows = chainOf(5);
    rows[2] = nextAuditRow(rows[1] as AuditRow, { ...entry(2), actorId: "someone-else" });
    expect(verifyChain(rows)).toMatchObject({ intact: false, brokenAt: 4 });
  });
});

describe("canonical JSON", () => {
  it("is the same text for equal values, whatever the order of their keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
      }),
    );
  });

  it("reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
