import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { type Carried, callerOf, isBackground, sessionOf } from "@/app/_adapters/carried";
import type { SessionEnd } from "@/lib/core/access/session-rules";
import { type CurrentUser, findCurrentUser } from "@/lib/services/current-user";
import type { PersonCaller } from "@/lib/services/find-actor";
import { runningHouse } from "@/lib/services/running-house";
import { findSessionEnd } from "@/lib/services/sessions";

/** What the request being answered carries. */
async function carried(): Promise<Carried> {
  const [sent, kept] = [await headers(), await cookies()];
  return { cookie: (name) => kept.get(name)?.value, header: (name) => sent.get(name) };
}

/** Who is asking, as a verb wants to know it; a Fault where nobody is signed in. */
export async function sessionCaller({ background = false } = {}): Promise<PersonCaller> {
  const caller = await callerOf(await carried());
  return { ...caller, isBackground: background || caller.isBackground === true };
}

/** The signed-in user for the page's frame; null where nobody is signed in, or the session or the account is over. */
export const currentUser = cache(async (): Promise<CurrentUser | null> => {
  const request = await carried();
  const session = await sessionOf(request);
  return session && findCurrentUser(runningHouse(), { ...session, isBackground: isBackground(request) });
});

/** Why the session this browser carries is over; null where it carries none, or one that is open. */
export async function endOfSession(): Promise<SessionEnd | null> {
  const session = await sessionOf(await carried());
  return session === null ? null : findSessionEnd(runningHouse(), session.sessionId);
}
