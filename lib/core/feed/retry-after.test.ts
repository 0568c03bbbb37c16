import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryAfterMs } from "@/lib/core/feed/retry-after";

const now = Date.parse("2026-03-10T09:00:00Z");

describe("how long a server asks to be left alone", () => {
  it.each([
    ["7", 7000],
    [" 1.5 ", 1500],
    ["0", 0],
    ["Tue, 10 Mar 2026 09:00:20 GMT", 20_000],
    ["2026-03-10T09:01:00Z", 60_000],
    ["Tue, 10 Mar 2026 08:00:00 GMT", 0],
    [String(now / 1000 + 45), 45_000],
    [String(now + 1234), 1234],
    [String(now / 1000 - 45), 0],
  ])("is read of %s", (said, ms) => expect(retryAfterMs(said, now)).toBe(ms));

  it.each([null, "", "soon", "-5", "1e3", "NaN", "12 monkeys", "Tue"])("is not made up of %s", (said) =>
    expect(retryAfterMs(said, now)).toBeNull(),
  );

  it("is never less than nothing, whatever is sent", () => {
    fc.assert(fc.property(fc.string(), (said) => (retryAfterMs(said, now) ?? 0) >= 0));
  });
});
