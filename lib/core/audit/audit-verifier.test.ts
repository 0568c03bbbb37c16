import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Anchor, makeAnchor, readAnchorLine, toAnchorLine } from "@/lib/core/audit/anchor";
import {
  type AuditEntry,
  LEGACY_START,
  legacyHash,
  rowText,
  type StoredAuditRow,
  storableEntry,
} from "@/lib/core/audit/audit-entry";
import { auditMacs } from "@/lib/core/audit/audit-macs";
import { auditVerifier, type SealedRow } from "@/lib/core/audit/audit-verifier";
import { chainStart, sealRows } from "@/lib/core/audit/seal";

const key = Buffer.alloc(32, 7);
const macs = auditMacs([key]);
const sealedAt = "2026-03-01T00:00:05.000Z";
const now = "2026-03-01T01:00:00.000Z";

const entry = fc
  .record({
    at: fc.integer({ min: 0, max: 3_000_000 }).map((ms) => new Date(Date.UTC(2026, 2, 1) + ms).toISOString()),
    actorId: fc.option(fc.uuid()),
    actorRole: fc.constantFrom("nurse", "compliance", "system", null),
    verb: fc.constantFrom("read-stay", "flag-prediction", "sign-in"),
    outcome: fc.constantFrom<AuditEntry["outcome"]>("done", "refused", "failed"),
    target: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
    detail: fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.boolean(), fc.string()), { maxKeys: 3 }),
  })
  .map((made) => storableEntry(made));

function toRow(seq: number, said: AuditEntry): StoredAuditRow {
  const row = { ...said, seq, previousHash: null, hash: null };
  return { ...row, mac: macs.make("row", rowText(row)) };
}

function legacyRows(entries: readonly AuditEntry[]): StoredAuditRow[] {
  let previousHash = LEGACY_START;
  return entries.map((said, index) => {
    const hash = legacyHash(previousHash, { ...said, seq: index + 1 });
    const row = { ...said, seq: index + 1, mac: null, previousHash, hash };
    previousHash = hash;
    return row;
  });
}

interface Log {
  sealed: SealedRow[];
  unsealed: StoredAuditRow[];
  anchors: Anchor[];
  legacyUpTo: number;
}

/** A log as the product makes it: old rows taken over, gaps where transactions were rolled back, an anchor on the way. */
const log = fc
  .record({
    old: fc.array(entry, { maxLength: 4 }),
    fresh: fc.array(fc.tuple(entry, fc.integer({ min: 1, max: 4 })), { minLength: 3, maxLength: 14 }),
    anchorAfter: fc.integer({ min: 2, max: 18 }),
  })
  .map(({ old, fresh, anchorAfter }): Log => {
    const rows = legacyRows(old);
    let seq = rows.length;
    for (const [said, step] of fresh) {
      seq += step;
      rows.push(toRow(seq, said));
    }
    // A row may commit after one with a higher number was sealed.
    rows.push(rows.splice(old.length, 1)[0] as StoredAuditRow);
    const grounds = { macs, head: chainStart(old.length), legacyUpTo: old.length, sealedAt };
    const { seals, refused } = sealRows(rows, grounds);
    expect(refused).toEqual([]);
    const sealed = seals.map((seal, index) => ({ ...seal, row: rows[index] as StoredAuditRow }));
    const anchored = sealed[Math.min(anchorAfter, sealed.length) - 1] as SealedRow;
    return { sealed, unsealed: [], anchors: [makeAnchor(macs, anchored, sealedAt)], legacyUpTo: old.length };
  });

function verify({ sealed, unsealed, anchors, legacyUpTo }: Log, pageSize = 3) {
  const verifier = auditVerifier({ macs, legacyUpTo, anchors, now });
  for (let from = 0; from < sealed.length; from += pageSize) verifier.takeSealed(sealed.slice(from, from + pageSize));
  verifier.takeUnsealed(unsealed);
  return verifier.finish();
}

const kinds = (from: Log): string[] => verify(from).problems.map(({ kind }) => kind);

/** Changes one field of a stored row to something else. */
function edit(row: StoredAuditRow, field: keyof StoredAuditRow, other: string): StoredAuditRow {
  const value = row[field];
  const changed =
    typeof value === "number"
      ? value + 1
      : typeof value === "object" && value !== null
        ? { other }
        : `${value}${other}`;
  return { ...row, [field]: field === "outcome" ? (value === "done" ? "refused" : "done") : changed };
}

const FIELDS = [
  "seq",
  "at",
  "actorId",
  "actorRole",
  "verb",
  "outcome",
  "target",
  "detail",
  "mac",
  "previousHash",
  "hash",
] as const;

/** One way to tamper with a log at a place from 0 to 1. */
const tampering = fc.record({
  how: fc.constantFrom("edit", "delete-row", "delete-both", "delete-seal", "swap-rows", "swap-seals", "insert", "cut"),
  place: fc.double({ min: 0, max: 0.999, noNaN: true }),
  field: fc.constantFrom(...FIELDS),
  other: fc.string({ minLength: 1 }),
});

function tamper(
  whole: Log,
  { how, place, field, other }: typeof tampering extends fc.Arbitrary<infer T> ? T : never,
): Log {
  const sealed = [...whole.sealed];
  const last = sealed.length - 1;
  const at = Math.floor(place * last);
  const [here, next] = [sealed[at] as SealedRow, sealed[at + 1] as SealedRow];
  const row = here.row as StoredAuditRow;
  switch (how) {
    case "edit":
      sealed[at] = { ...here, row: edit(row, field, other) };
      break;
    case "delete-row":
      sealed[at] = { ...here, row: null };
      break;
    case "delete-both":
      sealed.splice(at, 1);
      break;
    case "delete-seal":
      sealed.splice(at, 1);
      return { ...whole, sealed, unsealed: [row] };
    case "swap-rows":
      sealed.splice(at, 2, { ...here, row: next.row }, { ...next, row: here.row });
      break;
    case "swap-seals":
      sealed.splice(at, 2, { ...next, position: here.position }, { ...here, position: next.position });
      break;
    case "insert":
      return { ...whole, unsealed: [{ ...row, seq: 999 }] };
    case "cut": {
      // Everything from some row up to the anchor on, with the anchor itself out of reach.
      const anchored = whole.anchors[0]?.position ?? 1;
      return { ...whole, sealed: sealed.slice(0, Math.floor(place * anchored)) };
    }
  }
  return { ...whole, sealed };
}

describe("verifying the audit", () => {
  it("passes a log as it was written, whatever was in it and however it is paged", () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 20 }), (whole, pageSize) => {
        const verdict = verify(whole, pageSize);
        expect(verdict).toMatchObject({ intact: true, rows: whole.sealed.length, problemCount: 0, problems: [] });
        expect(verdict.head?.position).toBe(whole.sealed.length);
      }),
    );
    expect(verify({ sealed: [], unsealed: [], anchors: [], legacyUpTo: 0 })).toMatchObject({
      intact: true,
      head: null,
    });
  });

  it("fails whatever is edited, deleted, swapped, inserted or cut off", () => {
    fc.assert(
      fc.property(log, tampering, (whole, how) => {
        expect(verify(tamper(whole, how)).intact).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it("says what is wrong", () => {
    fc.assert(
      fc.property(log, fc.double({ min: 0, max: 0.999, noNaN: true }), (whole, place) => {
        const say = (how: Parameters<typeof tamper>[1]["how"]) =>
          kinds(tamper(whole, { how, place, field: "verb", other: "x" }));
        expect(say("edit")).toContain("altered-row");
        expect(say("delete-row")).toContain("missing-row");
        expect(say("delete-both")).toContain("missing-seal");
        expect(say("swap-rows")).toContain("altered-row");
        expect(say("swap-seals")).toContain("broken-chain");
        expect(say("insert")).toEqual(["forged-row"]);
        expect(say("cut")).toContain("shortened-log");
      }),
    );
  });

  it("fails a log that was rewritten and sealed again: its anchors are about the old one", () => {
    fc.assert(
      fc.property(log, (whole) => {
        const rows = whole.sealed.map(({ row }) => row as StoredAuditRow).toReversed();
        const grounds = { macs, head: chainStart(whole.legacyUpTo), legacyUpTo: whole.legacyUpTo, sealedAt };
        const sealed = sealRows(rows, grounds).seals.map((seal, i) => ({ ...seal, row: rows[i] as StoredAuditRow }));
        expect(kinds({ ...whole, sealed })).toContain("anchor-mismatch");
      }),
    );
  });

  it("cannot see a tail cut off after the last anchor, and says up to where the log is anchored", () => {
    fc.assert(
      fc.property(log, (whole) => {
        const anchored = whole.anchors[0]?.position ?? 0;
        const verdict = verify({ ...whole, sealed: whole.sealed.slice(0, anchored) });
        expect(verdict).toMatchObject({ intact: true, anchors: { last: { position: anchored } } });
      }),
    );
  });

  it("fails where anchors are gone or edited, or the keys are others", () => {
    fc.assert(
      fc.property(log, fc.constantFrom("position", "chain", "at", "mac"), (whole, field) => {
        expect(kinds({ ...whole, anchors: [] })).toEqual(["no-anchor"]);
        const anchor = whole.anchors[0] as Anchor;
        const other = field === "position" ? 1e6 : field === "at" ? now : "x";
        expect(kinds({ ...whole, anchors: [{ ...anchor, [field]: other }] })).toContain("altered-anchor");
        const stranger = auditVerifier({ ...whole, macs: auditMacs([Buffer.alloc(32, 8)]), now });
        stranger.takeSealed(whole.sealed);
        expect(stranger.finish().problems.map(({ kind }) => kind)).toContain("unknown-key");
        const rotated = auditVerifier({ ...whole, macs: auditMacs([Buffer.alloc(32, 8), key]), now });
        rotated.takeSealed(whole.sealed);
        expect(rotated.finish().intact).toBe(true);
      }),
    );
  });

  it("waits a little for a row's seal, not for long", () => {
    const row = toRow(1, { ...storable, at: "2026-03-01T00:59:55.000Z" });
    const old = toRow(2, { ...storable, at: "2026-03-01T00:59:00.000Z" });
    const log = { sealed: [], anchors: [], legacyUpTo: 0 };
    expect(verify({ ...log, unsealed: [row] })).toMatchObject({ intact: true, unsealed: 1 });
    expect(kinds({ ...log, unsealed: [old] })).toEqual(["unsealed-row"]);
  });

  it("finds what was done to rows of version 0.1 before they were taken over, and takes no new row without a MAC", () => {
    const [first, second] = legacyRows([storable, storable]) as [StoredAuditRow, StoredAuditRow];
    const edited = { ...first, actorId: "someone-else" };
    const grounds = { macs, head: chainStart(2), legacyUpTo: 2, sealedAt };
    const sealed = sealRows([edited, second], grounds).seals.map((seal, i) => ({
      ...seal,
      row: [edited, second][i] ?? null,
    }));
    const anchors = [makeAnchor(macs, sealed[1] as SealedRow, sealedAt)];
    expect(kinds({ sealed, unsealed: [], anchors, legacyUpTo: 2 })).toEqual(["altered-before-takeover"]);
    const forged = { ...second, seq: 3 };
    expect(sealRows([forged], grounds)).toEqual({ seals: [], refused: [3] });
    expect(kinds({ sealed: [], unsealed: [forged], anchors: [], legacyUpTo: 2 })).toEqual(["forged-row"]);
  });

  it("seals no row whose MAC does not fit", () => {
    fc.assert(
      fc.property(entry, fc.constantFrom(...FIELDS), fc.string({ minLength: 1 }), (said, field, other) => {
        const row = edit(toRow(5, said), field, other);
        const { seals, refused } = sealRows([row, toRow(6, said)], {
          macs,
          head: chainStart(0),
          legacyUpTo: 0,
          sealedAt,
        });
        expect(refused).toEqual([row.seq]);
        expect(seals).toMatchObject([{ position: 1, auditSeq: 6 }]);
      }),
    );
  });
});

const storable: AuditEntry = {
  at: "2026-03-01T00:00:00.000Z",
  actorId: "someone",
  actorRole: "nurse",
  verb: "read-stay",
  outcome: "done",
  target: { stayId: "s1" },
  detail: { scoreShown: true },
};

describe("an anchor's line", () => {
  it("reads back as the same anchor, and as nothing when it was cut off", () => {
    const anchor = makeAnchor(macs, { position: 12, chain: "c" }, now);
    const line = toAnchorLine(anchor);
    expect(readAnchorLine(line)).toEqual(anchor);
    for (let end = 0; end < line.length; end++) expect(readAnchorLine(line.slice(0, end))).toBeNull();
  });
});

describe("what is stored of an entry", () => {
  it("holds nothing PostgreSQL's JSON would refuse", () => {
    const target = { stayId: "a\u0000b\ud800" };
    expect(storableEntry({ ...storable, target }).target).toEqual({ stayId: "a\uFFFDb\uFFFD" });
  });
});
