import { z } from "zod";
import { isFault } from "@/lib/core/fault";
import { needsRenewal, SUBSCRIBED, toSubscription } from "@/lib/core/feed/notification";
import { node, text } from "@/lib/core/fhir/resource";
import type { FhirClient } from "@/lib/io/fhir-client";
import { noteFailure, noteSuccess } from "@/lib/services/connection-states";
import type { House } from "@/lib/services/house";
import { keepDoing } from "@/lib/services/keep-doing";
import { longVerb } from "@/lib/services/long-verb";
import { findNotifications, notifierSecret } from "@/lib/services/notifications-setting";
import type { RunningHouse } from "@/lib/services/running-house";
import { openSourceClient } from "@/lib/services/source-client";

/** How the keeping of subscriptions is called among those whose state is kept. */
export const SUBSCRIPTIONS = "subscriptions";

/** Where the FHIR server tells of changes. */
export const NOTIFY_PATH = "/api/fhir/notify";

const isClient = (given: unknown): boolean => typeof (given as Partial<FhirClient> | null)?.search === "function";
type Resource = Parameters<FhirClient["create"]>[0];

/**
 * Makes the subscriptions at the FHIR server what they should be: one for each type that is read, renewed before it ends
 * and when it failed; none where notifications are off. Found again by where they lead, so that doing it twice makes
 * none twice. One that another secret stands in is told the present one. What leads elsewhere is other programs' and never
 * touched: a server may ignore a parameter it does not know and answer with every subscription it has.
 * @see https://hl7.org/fhir/R4/search.html#errors
 */
export const keepSubscriptions = longVerb({
  name: "keep-subscriptions",
  input: z.object({ client: z.custom<FhirClient>(isClient, "is no FHIR client"), endpoint: z.url() }),
  about: () => ({}),
  work: async (house, { client, endpoint }) => {
    const setting = await house.database.transaction(findNotifications);
    const now = house.clock.now();
    const { resources } = await client.search({ type: "Subscription", parameters: { url: endpoint } });
    const leadsTo = (found: (typeof resources)[number]) => text(node(found.channel).endpoint);
    const ours = resources.filter((found) => leadsTo(found) === endpoint);
    // Such a server would take another program's for ours in a conditional create too.
    const isSifted = resources.every((found) => (leadsTo(found) ?? endpoint) === endpoint);
    const output = { made: 0, renewed: 0, removed: 0, kept: 0 };
    const secret = setting?.isOn ? notifierSecret(house, setting.connectionId) : null;
    const seen = new Set<string>();
    for (const found of ours) {
      const criteria = text(found.criteria) ?? "";
      const isWanted = secret !== null && SUBSCRIBED.includes(criteria) && !seen.has(criteria);
      const reference = `Subscription/${text(found.id)}`;
      if (!isWanted) {
        await client.remove(reference);
        output.removed++;
        continue;
      }
      seen.add(criteria);
      // A server may hide the header of what it has: then only the end and the status say.
      const isOtherSecret = JSON.stringify(found).includes("Bearer wl_") && !JSON.stringify(found).includes(secret);
      if (!needsRenewal(found, now) && !isOtherSecret) {
        output.kept++;
        continue;
      }
      const renewed = { ...toSubscription(criteria, { endpoint, secret, now }), id: text(found.id) ?? "" };
      await client.update(renewed as unknown as Resource & { id: string });
      output.renewed++;
    }
    for (const criteria of secret === null ? [] : SUBSCRIBED.filter((one) => !seen.has(one))) {
      const made = toSubscription(criteria, { endpoint, secret: secret ?? "", now }) as unknown as Resource;
      const where = `url=${encodeURIComponent(endpoint)}&criteria=${encodeURIComponent(criteria)}`;
      await client.create(made, isSifted ? where : null);
      output.made++;
    }
    return { output, audit: { target: {}, detail: output } };
  },
});

const LOOK_EVERY_MS = 15_000;
const WHOLE_EVERY_MS = 60 * 60_000;
/**
 * After a failure: another hour without would be too long, every few seconds too often. Switched off, where nothing is
 * waited for, twice as long each time.
 */
const AGAIN_AFTER_MS = 5 * 60_000;

/** Whether asking again is for nothing: we may not, or the server says which types it has, and this is not among them. */
async function hasNone(client: FhirClient, errorCode: string): Promise<boolean> {
  if (errorCode === "misconfigured") return true;
  const said = await client.capabilities().catch(() => null);
  return said !== null && said.types !== null && !said.types.has("Subscription");
}

/**
 * What is done each time the subscriptions are looked at: nothing until the setting changed, an hour is over where they
 * are on, or some minutes are where it failed, switched off as well as on; switched off at a server where there can be
 * none of ours, it is tried once.
 */
export function subscriptionRound(house: House, about: { readonly client: FhirClient; readonly endpoint: string }) {
  const { log, database, clock } = house;
  const { client } = about;
  let done = { setting: "", nextAt: 0, failures: 0 };
  return async (): Promise<void> => {
    const found = await database.transaction(findNotifications);
    // Never switched on: the server is not asked about subscriptions at all.
    if (found === null) return;
    const setting = JSON.stringify(found);
    const now = clock.now();
    if (setting === done.setting && now.getTime() < done.nextAt) return;
    try {
      await keepSubscriptions(house, { system: "subscriptions" }, about);
      done = { setting, nextAt: found.isOn ? now.getTime() + WHOLE_EVERY_MS : Number.POSITIVE_INFINITY, failures: 0 };
      await database.transaction((tx) => noteSuccess(tx, SUBSCRIPTIONS, now));
    } catch (error) {
      const code = isFault(error) ? error.code : "error";
      const failures = setting === done.setting ? done.failures : 0;
      const waitMs = found.isOn ? AGAIN_AFTER_MS : Math.min(AGAIN_AFTER_MS * 2 ** failures, WHOLE_EVERY_MS);
      const isOver = !found.isOn && (await hasNone(client, code));
      done = { setting, nextAt: isOver ? Number.POSITIVE_INFINITY : now.getTime() + waitMs, failures: failures + 1 };
      log.warn(
        { reason: isFault(error) ? error.message : "unexpected" },
        "the FHIR server was not asked to tell of changes",
      );
      await database.transaction((tx) => noteFailure(tx, SUBSCRIPTIONS, now, code));
    }
  };
}

/** Keeps the subscriptions: soon after they are switched on or off, and each hour. */
export function keepNotifications(house: RunningHouse): { close(): Promise<void> } {
  const { environment, log } = house;
  // The demo hospital's own server tells of nothing; it is read every few minutes.
  if (environment.fhirBaseUrl === null || environment.isDemo) return { close: async () => {} };
  const client = openSourceClient(house, { retries: 1 });
  const endpoint = new URL(NOTIFY_PATH, environment.baseUrl).href;
  const work = subscriptionRound(house, { client, endpoint });
  return keepDoing(log, { work, everyMs: LOOK_EVERY_MS, failure: "subscriptions were not looked at" });
}
