import "server-only";
import { decode } from "next-auth/jwt";
import { sessionCookieName } from "@/app/_adapters/cookies";
import { recallToken } from "@/app/_adapters/recall-token";
import { BACKGROUND_HEADER } from "@/lib/core/access/session-rules";
import { Fault } from "@/lib/core/fault";
import type { PersonCaller } from "@/lib/services/find-actor";
import { runningHouse } from "@/lib/services/running-house";

/** What a request carries, whichever way it came in. */
export interface Carried {
  /** A cookie's value. */
  readonly cookie: (name: string) => string | undefined;
  /** A header's value, by its name in lower case. */
  readonly header: (name: string) => string | null | undefined;
}

/** What the cookie says: whose it is and which session; whether that session is open is the database's to say. */
export async function sessionOf({ cookie }: Pick<Carried, "cookie">): Promise<PersonCaller | null> {
  const { sessionSecret, baseUrl } = runningHouse().environment;
  const token = cookie(sessionCookieName(baseUrl.startsWith("https:")));
  if (token === undefined) return null;
  // Forged, damaged, or sealed with an earlier secret: nobody.
  const payload = await recallToken(token, () => decode({ token, secret: sessionSecret }).catch(() => null));
  const { sub, sid } = payload ?? {};
  return typeof sub === "string" && typeof sid === "string" ? { userId: sub, sessionId: sid } : null;
}

/** A page fetched ahead, or a list that refreshes itself, is no use of the session. */
export function isBackground({ header }: Pick<Carried, "header">): boolean {
  return header(BACKGROUND_HEADER) === "1" || header("next-router-prefetch") != null;
}

/** Who is asking, as a verb wants to know it; a Fault where nobody is signed in. */
export async function callerOf(carried: Carried): Promise<PersonCaller> {
  const session = await sessionOf(carried);
  if (session === null) throw new Fault("unauthenticated", "Sign in first.");
  return { ...session, isBackground: isBackground(carried) };
}
