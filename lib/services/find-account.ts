import { eq } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { users } from "@/lib/io/database/schema";

/** An account by its id or its e-mail address. */
export const accountReference = z.string().trim().toLowerCase().min(1).max(254);

const isId = (account: string): boolean => z.uuid().safeParse(account).success;

/** For the audit row of a refusal: an id may stand there, an address may not. */
export function aboutAccount(account: string): Record<string, string> {
  return isId(account) ? { userId: account } : {};
}

/** A person's account (a program's is kept with its connection), its row held until the end of the transaction; a Fault where there is none. */
export async function findAccount(tx: Transaction, account: string) {
  const [user] = await tx
    .select()
    .from(users)
    .where(isId(account) ? eq(users.id, account) : eq(users.email, account))
    .for("update");
  if (user === undefined || user.role === "client") throw new Fault("not-found", "There is no such account.");
  return { ...user, role: user.role };
}
