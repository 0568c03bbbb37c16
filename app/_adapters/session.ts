import "server-only";
import { cookies, headers } from "next/headers";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { sessionCookieName } from "@/app/_adapters/cookies";
import { recallToken } from "@/app/_adapters/recall-token";
import { BACKGROUND_HEADER, type SessionEnd } from "@/lib/core/access/session-rules";
import { Fault } from "@/lib/core/fault";
import { type CurrentUser, findCurrentUser } from "@/lib/services/current-user";
import type { PersonCaller } from "@/lib/services/find-actor";
import { runningHouse } from "@/lib/services/running-house";
import { findSessionEnd } from "@/lib/services/sessions";

/** What the cookie says: whose it is and which session; whether that session is open is the database's to say. */
const readCookie = cache(async (): Promise<{ userId: string; sessionId: string } | null> => {
  const { sessionSecret, baseUrl } = runningHouse().environment;
  const token = (await cookies()).get(sessionCookieName(baseUrl.startsWith("https:")))?.value;
  if (token === undefined) return null;
  // Forged, damaged, or sealed with an earlier secret: nobody.
  const payload = await recallToken(token, () => decode({ token, secret: sessionSecret }).catch(() => null));
  const { sub, sid } = payload ?? {};
  return typeof sub === "string" && typeof sid === "string" ? { userId: sub, sessionId: sid } : null;
});

/** A page fetched ahead, or a list that refreshes itself, is no use of the session. */
async function isBackground(): Promise<boolean> {
  const sent = await headers();
  return sent.get(BACKGROUND_HEADER) === "1" || sent.has("next-router-prefetch");
}

/** Who is asking, as a verb wants to know it; a Fault where nobody is signed in. */
export async function sessionCaller({ background = false } = {}): Promise<PersonCaller> {
  const session = await readCookie();
  if (session === null) throw new Fault("unauthenticated", "Sign in first.");
  return { ...session, isBackground: background || (await isBackground()) };
}

/** The signed-in user for the page's frame; null where nobody is signed in, or the session or the account is over. */
export const currentUser = cache(async (): Promise<CurrentUser | null> => {
  const session = await readCookie();
  return session === null ? null : findCurrentUser(runningHouse(), { ...session, isBackground: await isBackground() });
});

/** Why the session this browser carries is over; null where it carries none, or one that is open. */
export async function endOfSession(): Promise<SessionEnd | null> {
  const session = await readCookie();
  return session === null ? null : findSessionEnd(runningHouse(), session.sessionId);
}
