import "server-only";
import { getServerSession } from "next-auth";
import { authOptions } from "@/app/_adapters/auth-options";
import { Fault } from "@/lib/core/fault";
import { type CurrentUser, findCurrentUser } from "@/lib/services/current-user";
import { runningHouse } from "@/lib/services/running-house";
import type { Caller } from "@/lib/services/verb";

async function sessionUserId(): Promise<string | null> {
  const session = await getServerSession(authOptions());
  const user = session?.user as { readonly id?: unknown } | undefined;
  return typeof user?.id === "string" ? user.id : null;
}

/** Who is asking, as a verb wants to know it; a Fault where nobody is signed in. */
export async function sessionCaller(): Promise<Caller> {
  const userId = await sessionUserId();
  if (userId === null) throw new Fault("unauthenticated", "Sign in first.");
  return { userId };
}

/** The signed-in user for the page's frame; null where nobody is signed in or the account is gone. */
export async function currentUser(): Promise<CurrentUser | null> {
  const userId = await sessionUserId();
  return userId === null ? null : findCurrentUser(runningHouse(), userId);
}
