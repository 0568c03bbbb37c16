import { keepDoing } from "@/lib/services/keep-doing";
import type { RunningHouse } from "@/lib/services/running-house";
import { openSourceClient } from "@/lib/services/source-client";
import { isTaskDue } from "@/lib/services/tasks";
import { askForWriting, writePredictions } from "@/lib/services/write-predictions";

/** Looked at this often, whatever was announced: a prediction is in the record within a minute. */
const EVERY_MS = 15_000;
const OPERATOR = { system: "write-back" };

/** Writes new predictions into the patient's record, where that is switched on and there is a FHIR server to write to. */
export function keepWriteBack(house: RunningHouse): { close(): Promise<void> } {
  const { environment, log, database, clock } = house;
  // The demo hospital's own server can be read only.
  if (environment.fhirBaseUrl === null || environment.isDemo) return { close: async () => {} };
  const client = openSourceClient(house);
  const isDue = () => database.transaction((tx) => isTaskDue(tx, "write-prediction", clock.now()));
  return keepDoing(log, {
    work: async (closing) => {
      await askForWriting(house);
      while (!closing.aborted && (await isDue())) {
        const { written, dropped } = await writePredictions(house, OPERATOR, { client });
        if (written + dropped === 0) return;
      }
    },
    everyMs: EVERY_MS,
    failure: "write-back stopped short",
  });
}
