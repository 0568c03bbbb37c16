import { isFault } from "@/lib/core/fault";
import { parseEnvironment } from "@/lib/io/environment";
import { serveOwner } from "@/lib/io/owner-socket";
import { sweepAtStart } from "@/lib/services/bulk-folder";
import { keepAlertDeliveries } from "@/lib/services/keep-alert-deliveries";
import { keepAlerts } from "@/lib/services/keep-alerts";
import { keepCensusLearnt } from "@/lib/services/keep-census-learnt";
import { keepDemoApart } from "@/lib/services/keep-demo-apart";
import { keepEmbedOrigins } from "@/lib/services/keep-embed-origins";
import { keepFeed } from "@/lib/services/keep-feed";
import { keepForecasts } from "@/lib/services/keep-forecasts";
import { keepModels } from "@/lib/services/keep-models";
import { keepMonitoring } from "@/lib/services/keep-monitoring";
import { keepPastLists } from "@/lib/services/keep-past-lists";
import { keepNotifications } from "@/lib/services/keep-subscriptions";
import { keepTraining } from "@/lib/services/keep-training";
import { keepWriteBack } from "@/lib/services/keep-write-back";
import { openHouse } from "@/lib/services/open-house";
import { answerOperator } from "@/lib/services/operator-verbs";
import { isHouseOpen, keepHouse, type RunningHouse } from "@/lib/services/running-house";
import { keepSeries } from "@/lib/services/watch-series";

/** How long a stopping server waits for the work and the transaction under way. */
const CLOSE_PATIENCE_MS = 10_000;

function refuseToStart(error: unknown): never {
  console.error(isFault(error) ? error.message : "Wardlight could not start.");
  if (!isFault(error) || process.env.WARDLIGHT_DEBUG) console.error(error);
  process.exit(1);
}

/** On the embedded database, operators' commands come to this process: a second one must not open the directory. */
async function answerOperators(house: RunningHouse): Promise<{ close(): void }> {
  if (house.database.kind === "server") return { close: () => {} };
  return serveOwner(house.environment.dataDirectory, (request, tell) => answerOperator(house, request, tell));
}

/**
 * Whoever works for the house ends first: a thread is not to be ended in the middle of the ONNX runtime's work, nor the
 * database under somebody who writes.
 */
export async function closeInTurn(
  doors: readonly { close(): unknown }[],
  house: { close(): Promise<void> },
): Promise<void> {
  await Promise.allSettled(doors.map(async (door) => door.close()));
  await house.close();
}

function closeOnSignal(house: RunningHouse, doors: readonly { close(): unknown }[]): void {
  let closing = false;
  const stop = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    keepHouse(null);
    const ended = closeInTurn(doors, house);
    const patience = new Promise((done) => setTimeout(done, CLOSE_PATIENCE_MS));
    await Promise.race([ended.catch(() => undefined), patience]);
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

/** Opens the server's house once, and closes it with the process. Where it cannot, the process says why and ends. */
export async function startHouse(): Promise<void> {
  if (isHouseOpen()) return;
  try {
    const environment = parseEnvironment(process.env);
    // next-auth reads its address from here.
    process.env.NEXTAUTH_URL ??= environment.baseUrl;
    const house = await openHouse(environment);
    await keepDemoApart(house);
    const operators = await answerOperators(house);
    // Before an import is asked for again: what a killed one left is nobody's.
    await sweepAtStart(house);
    keepHouse(house);
    closeOnSignal(house, [
      operators,
      keepFeed(house),
      keepWriteBack(house),
      keepModels(house),
      keepTraining(house),
      keepPastLists(house),
      keepMonitoring(house),
      keepForecasts(house),
      keepCensusLearnt(house),
      keepAlerts(house),
      keepNotifications(house),
      keepAlertDeliveries(house),
      keepSeries(house),
      await keepEmbedOrigins(house),
    ]);
    const { database, model, timeZone } = house;
    // Days begin and end by this clock: a server that runs by another is seen at once.
    house.log.info({ database: database.kind, model: model.facts.version, timeZone }, "ready");
  } catch (error) {
    refuseToStart(error);
  }
}
