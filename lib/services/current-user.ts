import { and, eq, isNull } from "drizzle-orm";
import { mayUse, type Role, VERB_NAMES, type VerbName } from "@/lib/core/access/access";
import { users } from "@/lib/io/database/schema";
import type { House } from "@/lib/services/house";

/** What the page's frame shows of the reader, and what it offers them. */
export interface CurrentUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Verbs this role may use at all; each decides again, by ward, when it is used. */
  readonly may: readonly VerbName[];
}

/** The account behind a session, read afresh; null where it is gone or disabled. Shows nothing of any patient. */
export async function findCurrentUser(house: House, userId: string): Promise<CurrentUser | null> {
  const [user] = await house.database.transaction((tx) =>
    tx
      .select({ id: users.id, name: users.name, email: users.email, role: users.role })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.disabledAt))),
  );
  return user === undefined ? null : { ...user, may: VERB_NAMES.filter((verb) => mayUse(user.role, verb)) };
}
