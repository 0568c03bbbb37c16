import { utcOffsetMinutes } from "@/lib/core/demo/utc-offset";
import { isFault } from "@/lib/core/fault";
import { readDemoMoment } from "@/lib/io/demo-state";
import { type FhirServer, startFhirServer } from "@/lib/io/fhir-server";
import { forgetReadings } from "@/lib/services/connection-states";
import { deriveAllLabels } from "@/lib/services/derive-labels";
import { findOutcomes } from "@/lib/services/find-outcomes";
import { isAnybodyDue, readDue } from "@/lib/services/read-due-patients";
import type { RunningHouse } from "@/lib/services/running-house";
import { syncDemand } from "@/lib/services/sync-demand";
import { syncFeed } from "@/lib/services/sync-feed";

/** How often the source is read again. */
const EVERY_MS = 5 * 60_000;
/** How often it is looked whether a patient is asked for. */
const ASKED_EVERY_MS = 1000;
/** The server's first pages come before its first reading. */
const FIRST_MS = 10_000;

const OPERATOR = { system: "feed" };

/** The demo hospital's FHIR server over the patients in the database, or null before there are any. */
export async function openDemoFeed({ environment, timeZone }: RunningHouse): Promise<FhirServer | null> {
  const moment = readDemoMoment(environment.dataDirectory);
  if (moment === null) return null;
  const offset = utcOffsetMinutes(new Date(moment.now), timeZone);
  return startFhirServer({ ...moment, utcOffsetMinutes: offset }, environment.root);
}

/**
 * Keeps what is shown up to date: reads the FHIR server (the demo's own, else FHIR_BASE_URL) every few minutes and
 * settles outcomes. What fails is logged and tried again; the list says meanwhile how old its data is.
 */
export function keepFeed(house: RunningHouse): { close(): Promise<void> } {
  const { environment, log } = house;
  const isEmbedded = environment.isDemo;
  let server: FhirServer | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const read = async (isFirst: boolean): Promise<void> => {
    if (isEmbedded) server ??= await openDemoFeed(house);
    const baseUrl = isEmbedded ? (server?.baseUrl ?? null) : environment.fhirBaseUrl;
    if (closed) return server?.close();
    if (isFirst && isEmbedded) log.info({ fhir: baseUrl }, "the demo hospital's FHIR server");
    // The demo was read when it was made, a moment ago.
    if (baseUrl !== null && !(isFirst && isEmbedded)) {
      const past = isEmbedded ? ("complete" as const) : ("as-met" as const);
      // Time goes on, and an upgrade has newer rules, also where the source does not answer.
      try {
        await syncFeed(house, OPERATOR, { baseUrl, past, leastAgeMs: EVERY_MS / 2 }).finally(settle);
      } finally {
        if (!closed) await readDemand(baseUrl);
      }
    } else await settle();
  };

  /** The emergency department and bookings: nobody's list waits for them, and neither is older where the other fails. */
  const readDemand = async (baseUrl: string): Promise<void> => {
    try {
      await syncDemand(house, OPERATOR, { baseUrl, leastAgeMs: EVERY_MS / 2 });
    } catch (error) {
      const reason = isFault(error) ? error.message : "unexpected";
      if (!closed) log.warn({ reason }, "the emergency department and bookings could not be read");
    }
  };

  /** What needs no new word from the source: outcomes that time settles, labels that mature or that newer rules change. */
  const settle = async (): Promise<void> => {
    for (let more = true; more && !closed; ) {
      const { isMore, settled } = await findOutcomes(house, OPERATOR, {});
      // A batch that settles nothing would come again, and again.
      more = isMore && settled > 0;
    }
    await deriveAllLabels(house, OPERATOR, () => closed);
  };

  /** Those a notification named, and those to be tried again, between two readings of everybody. */
  const readAsked = async (): Promise<void> => {
    const baseUrl = isEmbedded ? (server?.baseUrl ?? null) : environment.fhirBaseUrl;
    if (closed || baseUrl === null || !(await isAnybodyDue(house))) return;
    await readDue(house, OPERATOR, { baseUrl, past: isEmbedded ? "complete" : "as-met" });
  };
  let asking: NodeJS.Timeout | null = null;
  const askSoon = (): void => {
    asking = setTimeout(async () => {
      await readAsked().catch((error: unknown) => {
        if (!closed)
          log.warn({ reason: isFault(error) ? error.message : "unexpected" }, "patients could not be re-read");
      });
      if (!closed) askSoon();
    }, ASKED_EVERY_MS);
    asking.unref();
  };
  askSoon();
  // What another way brings in from here on is not older than a reading that is no more.
  if (!isEmbedded && environment.fhirBaseUrl === null)
    house.database.transaction(forgetReadings).catch(() => log.warn("old readings could not be forgotten"));

  const next = (milliseconds: number, isFirst: boolean): void => {
    timer = setTimeout(async () => {
      await read(isFirst).catch((error: unknown) => {
        if (!closed) log.warn({ reason: isFault(error) ? error.message : "unexpected" }, "the feed could not be read");
      });
      if (!closed) next(EVERY_MS, false);
    }, milliseconds);
    timer.unref();
  };
  next(FIRST_MS, true);

  return {
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      if (asking !== null) clearTimeout(asking);
      await server?.close();
    },
  };
}
