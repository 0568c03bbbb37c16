import { describe, expect, it } from "vitest";
import { type Adjudication, decisionsOn, standingAdjudications } from "@/lib/core/review/adjudication";
import { FLAG_KINDS } from "@/lib/core/worklist/flag-view";

const decision = (id: string, at: string): Adjudication => ({
  id,
  flagId: `flag-${id}`,
  flagKind: "wrong-data",
  stayId: "s",
  at,
  decision: "exclude",
});

describe("decisions that stand", () => {
  it("are those taken by then and not taken back by then, oldest first", () => {
    const records = [
      { id: "w", withdraws: "a", at: "2026-03-12T09:00:00.000Z" },
      decision("b", "2026-03-11T09:00:00.000Z"),
      decision("a", "2026-03-10T09:00:00.000Z"),
      decision("c", "2026-03-13T09:00:00.000Z"),
    ];
    const at = (asOf: string) => standingAdjudications(records, asOf).map(({ id }) => id);
    expect(at("2026-03-10T08:59:59.999Z")).toEqual([]);
    expect(at("2026-03-11T09:00:00.000Z")).toEqual(["a", "b"]);
    expect(at("2026-03-12T10:00:00+01:00")).toEqual(["b"]);
    expect(at("2026-04-01T00:00:00.000Z")).toEqual(["b", "c"]);
  });

  it("are no action only, where the flag said too high or too low", () => {
    expect(FLAG_KINDS.map((kind) => [kind, decisionsOn(kind).length])).toEqual([
      ["too-high", 1],
      ["too-low", 1],
      ["wrong-data", 4],
      ["not-appropriate", 4],
    ]);
    expect(decisionsOn("too-low")).toEqual(["no-action"]);
  });
});
