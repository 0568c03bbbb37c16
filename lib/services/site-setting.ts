import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/lib/io/database/database";
import { instance } from "@/lib/io/database/schema";

/** What was last set under a name; null where nothing was, or it cannot be read. */
export async function findSetting<Schema extends z.ZodType>(
  tx: Transaction,
  name: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const [row] = await tx.select({ value: instance.value }).from(instance).where(eq(instance.name, name));
  if (row === undefined) return null;
  try {
    return schema.parse(JSON.parse(row.value));
  } catch {
    return null;
  }
}

/** Sets it, in place of what was set. */
export async function keepSetting(tx: Transaction, name: string, setting: unknown): Promise<void> {
  const value = JSON.stringify(setting);
  await tx.insert(instance).values({ name, value }).onConflictDoUpdate({ target: instance.name, set: { value } });
}
