import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ACTIVITY_STEP_MS,
  IDLE_MS,
  IDLE_WARNING_MS,
  isActivityDue,
  SESSION_END_SENTENCES,
  SESSION_MS,
  sessionEnd,
} from "@/lib/core/access/session-rules";

const start = Date.parse("2026-03-10T07:00:00Z");
const session = (lastActive = 0) => ({
  lastActiveAt: new Date(start + lastActive),
  expiresAt: new Date(start + SESSION_MS),
  revokedAt: null,
  endedWhy: null,
});
const instant = (ms: number): Date => new Date(start + ms);

describe("a session", () => {
  it("is open until 15 minutes without use, to the millisecond", () => {
    expect(sessionEnd(session(), instant(IDLE_MS - 1))).toBeNull();
    expect(sessionEnd(session(), instant(IDLE_MS))).toBe("idle");
  });

  it("ends after 12 hours however busy it is", () => {
    expect(sessionEnd(session(SESSION_MS - 1), instant(SESSION_MS - 1))).toBeNull();
    expect(sessionEnd(session(SESSION_MS - 1), instant(SESSION_MS))).toBe("expired");
  });

  it("that was ended by hand says why, also long afterwards", () => {
    const ended = { ...session(), revokedAt: instant(1000), endedWhy: "account-changed" as const };
    expect(sessionEnd(ended, instant(2000))).toBe("account-changed");
    expect(sessionEnd(ended, instant(2 * SESSION_MS))).toBe("account-changed");
    expect(sessionEnd({ ...ended, endedWhy: null }, instant(2000))).toBe("revoked");
  });

  it("once over by time stays over, whatever the times are", () => {
    fc.assert(
      fc.property(fc.nat(SESSION_MS), fc.nat(2 * SESSION_MS), fc.nat(SESSION_MS), (lastActive, at, later) => {
        if (sessionEnd(session(lastActive), instant(at)) === null) return;
        expect(sessionEnd(session(lastActive), instant(at + later))).not.toBeNull();
      }),
    );
  });

  it("used every minute is never idle: what is noted once a minute is enough to see the warning first", () => {
    expect(IDLE_WARNING_MS + ACTIVITY_STEP_MS).toBeLessThan(IDLE_MS);
    expect(isActivityDue(instant(0), instant(ACTIVITY_STEP_MS - 1))).toBe(false);
    expect(isActivityDue(instant(0), instant(ACTIVITY_STEP_MS))).toBe(true);
  });

  it("names its limits in its sentences", () => {
    expect(SESSION_END_SENTENCES.idle).toContain(`${IDLE_MS / 60_000} minutes`);
    expect(SESSION_END_SENTENCES.expired).toContain(`${SESSION_MS / 3_600_000} hours`);
  });
});
