import { describe, expect, it } from "vitest";
import { keepInScope } from "@/lib/core/evaluation/keep-in-scope";

describe("keepInScope", () => {
  it("leaves out whoever has a reason, and counts them once, by the first", () => {
    const rows = [
      { id: 1, outside: [] },
      { id: 2, outside: ["young"] },
      { id: 3, outside: ["young", "not triaged"] },
      { id: 4, outside: ["not triaged"] },
    ];
    const { kept, excluded } = keepInScope(rows, { died: 5, young: 1 });
    expect(kept.map(({ id }) => id)).toEqual([1]);
    expect(excluded).toEqual({ died: 5, young: 3, "not triaged": 1 });
  });
});
