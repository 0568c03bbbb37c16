import { sql } from "drizzle-orm";
import { isFault } from "@/lib/core/fault";
import { runningHouse } from "@/lib/services/running-house";

const PATIENCE_MS = 3_000;

/** null when work can be done, otherwise why not, in words. */
export async function checkReady(): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((done) => {
    timer = setTimeout(() => done("The database does not answer."), PATIENCE_MS);
  });
  try {
    const { database } = runningHouse();
    const answers = database.session(async (connection) => {
      await connection.execute(sql`select 1`);
      return null;
    });
    return await Promise.race([answers, late]);
  } catch (error) {
    return isFault(error) ? error.message : "The database does not answer.";
  } finally {
    clearTimeout(timer);
  }
}
