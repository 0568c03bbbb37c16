import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idlePhase, timeLeftInWords } from "@/lib/core/access/idle-phase";
import { IDLE_MS, IDLE_WARNING_MS, sessionEnd } from "@/lib/core/access/session-rules";

describe("an unused page", () => {
  it("warns from 13 minutes on with the seconds left, and is over at 15", () => {
    expect(idlePhase(0, IDLE_WARNING_MS - 1)).toEqual({ kind: "in-use" });
    expect(idlePhase(0, IDLE_WARNING_MS)).toEqual({ kind: "warning", secondsLeft: 120 });
    expect(idlePhase(0, IDLE_MS - 1)).toEqual({ kind: "warning", secondsLeft: 1 });
    expect(idlePhase(0, IDLE_MS)).toEqual({ kind: "over" });
    expect(idlePhase(5000, 0)).toEqual({ kind: "in-use" });
  });

  it("is over exactly when the server calls the session idle", () => {
    const session = { lastActiveAt: new Date(0), expiresAt: new Date(1e12), revokedAt: null, endedWhy: null };
    fc.assert(
      fc.property(fc.nat(2 * IDLE_MS), (now) => {
        expect(idlePhase(0, now).kind === "over").toBe(sessionEnd(session, new Date(now)) === "idle");
      }),
    );
  });

  it("is announced in a few steps", () => {
    const said = Array.from({ length: 120 }, (_, second) => timeLeftInWords(120 - second));
    expect([...new Set(said)]).toEqual([
      "2 minutes",
      "one and a half minutes",
      "one minute",
      "30 seconds",
      "10 seconds",
    ]);
    expect(timeLeftInWords(60)).toBe("one minute");
  });
});
