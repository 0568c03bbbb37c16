import { mayUse, type Role, VERB_NAMES, type VerbName } from "@/lib/core/access/access";
import { isFault } from "@/lib/core/fault";
import { findPerson, type PersonCaller } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";

/** What the page's frame shows of the reader, and what it offers them. */
export interface CurrentUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Signs in with a password kept here, or may. */
  readonly hasPassword: boolean;
  /** Signed in with a one-time password: every verb but changing it is refused. */
  readonly passwordIsDue: boolean;
  /** Verbs this role may use at all; each decides again, by ward, when it is used. */
  readonly may: readonly VerbName[];
}

/** The account behind an open session, read afresh; null where either is over. Shows nothing of any patient. */
export async function findCurrentUser(house: House, caller: PersonCaller): Promise<CurrentUser | null> {
  try {
    const person = await house.database.transaction((tx) => findPerson(tx, caller, house.clock.now()));
    const { id, name, email, role, hasPassword, session } = person;
    const { passwordIsDue } = session;
    return { id, name, email, role, hasPassword, passwordIsDue, may: VERB_NAMES.filter((verb) => mayUse(role, verb)) };
  } catch (error) {
    if (isFault(error) && error.code === "unauthenticated") return null;
    throw error;
  }
}
