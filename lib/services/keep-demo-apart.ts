import { eq } from "drizzle-orm";
import { Fault } from "@/lib/core/fault";
import { instance } from "@/lib/io/database/schema";
import type { House } from "@/lib/services/house";

const MARK = "served-outside-demo";

/**
 * A database that was once served outside the demo is never served as one: the demo shows scores that nobody checked
 * on this hospital's outcomes. Marks it where it is outside the demo; throws a Fault where it is the other way round.
 */
export async function keepDemoApart({ database, isDemo, clock }: House): Promise<void> {
  await database.transaction(async (tx) => {
    if (!isDemo) {
      await tx.insert(instance).values({ name: MARK, value: clock.now().toISOString() }).onConflictDoNothing();
      return;
    }
    const marks = await tx.select().from(instance).where(eq(instance.name, MARK));
    if (marks.length > 0)
      throw new Fault(
        "misconfigured",
        "WARDLIGHT_DEMO is set, but this database was served outside the demo: real patients' scores would be shown unchecked.",
      );
  });
}
