import { describe, expect, it } from "vitest";
import { toEventStream } from "@/lib/core/worklist/change-event";

describe("changes as server-sent events", () => {
  it("gives each event its number as id, and then how far it looked", () => {
    const events = [
      { seq: 4, kind: "flag" },
      { seq: 7, kind: "stay" },
    ] as const;
    expect(toEventStream({ seq: 9, events })).toBe(
      'id: 4\nevent: change\ndata: {"seq":4,"kind":"flag"}\n\nid: 7\nevent: change\ndata: {"seq":7,"kind":"stay"}\n\nid: 9\n\n',
    );
  });

  it("gives a sign of life that is no event", () => {
    expect(toEventStream({ seq: null, events: [] })).toBe(": \n\n");
  });
});
