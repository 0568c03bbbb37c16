import { and, eq, lte } from "drizzle-orm";
import { isFault } from "@/lib/core/fault";
import { tasks } from "@/lib/io/database/connection-schema";
import type { RunningHouse } from "@/lib/services/running-house";
import { openSourceClient } from "@/lib/services/source-client";
import { askForWriting, writePredictions } from "@/lib/services/write-predictions";

/** Looked at this often, whatever was announced: a prediction is in the record within a minute. */
const EVERY_MS = 15_000;
const OPERATOR = { system: "write-back" };

/** Whether anything is due: rounds that do nothing would fill the audit. */
async function isDue({ database, clock }: RunningHouse): Promise<boolean> {
  const now = clock.now();
  const rows = await database.transaction((tx) =>
    tx
      .select({ id: tasks.id })
      .from(tasks)
      .where(and(eq(tasks.kind, "write-prediction"), eq(tasks.state, "waiting"), lte(tasks.dueAt, now)))
      .limit(1),
  );
  return rows.length > 0;
}

/** Writes new predictions into the patient's record, where that is switched on and there is a FHIR server to write to. */
export function keepWriteBack(house: RunningHouse): { close(): Promise<void> } {
  const { environment, log } = house;
  // The demo hospital's own server can be read only.
  if (environment.fhirBaseUrl === null || environment.isDemo) return { close: async () => {} };
  const client = openSourceClient(house);
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<void> = Promise.resolve();

  const work = async (): Promise<void> => {
    await askForWriting(house);
    while (!closed && (await isDue(house))) {
      const { written, dropped } = await writePredictions(house, OPERATOR, { client });
      if (written + dropped === 0) return;
    }
  };
  const next = (): void => {
    timer = setTimeout(() => {
      going = work()
        .catch((error: unknown) => {
          if (!closed) log.warn({ reason: isFault(error) ? error.message : "unexpected" }, "write-back stopped short");
        })
        .finally(() => {
          if (!closed) next();
        });
    }, EVERY_MS);
    timer.unref();
  };
  next();
  return {
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await going;
    },
  };
}
