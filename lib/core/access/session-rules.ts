/** A session ends this long after it began, however busy it is: a long shift, then people sign in again. */
export const SESSION_MS = 12 * 60 * 60_000;

/** So long after it would have expired a session is kept, so that its end can still be told; the audit keeps it longer. */
export const SESSION_KEPT_MS = 90 * 24 * 60 * 60_000;

/** And ends this long after its last use. */
export const IDLE_MS = 15 * 60_000;

/** From here on the reader is told that it is about to end. */
export const IDLE_WARNING_MS = 13 * 60_000;

/** Use is noted this often at most: reading on is not a write each time. */
export const ACTIVITY_STEP_MS = 60_000;

/** The header of requests nobody made by hand, such as a list that refreshes itself: they are no use of the session. */
export const BACKGROUND_HEADER = "x-wardlight-background";

/** How a session can have been ended; what time alone ends is worked out when it is looked at. */
export type EndedWhy = "signed-out" | "revoked" | "idle" | "account-changed";
export type SessionEnd = EndedWhy | "expired";

export interface SessionTimes {
  readonly lastActiveAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly endedWhy: EndedWhy | null;
}

/** Why a session is over at an instant; null while it is open. What was ended by hand stays ended for that reason. */
export function sessionEnd(session: SessionTimes, now: Date): SessionEnd | null {
  if (session.revokedAt !== null) return session.endedWhy ?? "revoked";
  if (now.getTime() >= session.expiresAt.getTime()) return "expired";
  return now.getTime() - session.lastActiveAt.getTime() >= IDLE_MS ? "idle" : null;
}

/** Whether real use now is worth a write. */
export function isActivityDue(lastActiveAt: Date, now: Date): boolean {
  return now.getTime() - lastActiveAt.getTime() >= ACTIVITY_STEP_MS;
}

/** What the reader is told when asked to sign in again. */
export const SESSION_END_SENTENCES: Readonly<Record<SessionEnd, string>> = {
  "signed-out": "You signed out. Sign in again.",
  idle: "You were signed out after 15 minutes without use; nothing you had saved was lost.",
  expired: "You were signed out after 12 hours; nothing you had saved was lost.",
  revoked: "Your sessions were ended by an administrator. Sign in again.",
  "account-changed": "Your account was changed, so you were signed out. Sign in again.",
};
