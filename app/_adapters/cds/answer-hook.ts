import "server-only";
import { answerCds, cdsAnswer, cdsRefusal } from "@/app/_adapters/cds/cds-response";
import { readJson } from "@/app/_adapters/read-body";
import { Budget } from "@/lib/core/api/budget";
import { readCdsFeedback } from "@/lib/core/cds/cds-request";
import { CDS_SERVICES, findCdsService } from "@/lib/core/cds/cds-services";
import { toOverrideReason } from "@/lib/core/cds/override-reasons";
import { Fault } from "@/lib/core/fault";
import { normalAddress } from "@/lib/core/smart/smart-configuration";
import { authenticateCdsClient, type CdsClient } from "@/lib/services/cds-caller";
import { serveCdsCards } from "@/lib/services/cds-cards";
import { noteCdsFeedback } from "@/lib/services/cds-feedback";
import { openHook } from "@/lib/services/cds-record";
import { type RunningHouse, runningHouse } from "@/lib/services/running-house";

/**
 * Calls of one EHR in a minute, in this process: three thousand clinicians who each open a chart every minute pass, a
 * program that runs wild does not.
 */
const CALLS = new Budget({ limit: 3000, windowMs: 60_000 });

/** A patient of thirty years in hospitals is a few megabytes. */
const MOST_BYTES = 24 * 1024 * 1024;

/** The EHR that calls; a Fault where it is not known, or calls too often. */
async function admit(house: RunningHouse, asked: Parameters<typeof authenticateCdsClient>[1]): Promise<CdsClient> {
  const client = await authenticateCdsClient(house, asked);
  if (!CALLS.spend(client.caller.connectionId, house.clock.now().getTime()).allowed)
    throw new Fault("too-many", "This program has called too often. Try again in a minute.");
  return client;
}

export interface CdsContext {
  readonly params: Promise<{ readonly id: string }>;
}

const noService = (): Response => cdsRefusal("not-found", "There is no such service.");

/** Which services there are. Open to everybody: it says nothing of anybody. */
export const answerDiscovery = (): Response => cdsAnswer({ services: CDS_SERVICES });

/** A hook fired in an EHR: cards, or none. Never throws. */
export function answerHook(request: Request, { params }: CdsContext): Promise<Response> {
  return answerCds(async () => {
    const service = findCdsService((await params).id);
    if (service === undefined) return noService();
    const house = runningHouse();
    const baseUrl = normalAddress(house.environment.baseUrl);
    // Whoever is not known does not get to send us megabytes.
    const client = await admit(house, {
      verb: "serve-cds-cards",
      authorization: request.headers.get("authorization"),
      audience: `${baseUrl}/api/cds-services/${service.id}`,
    });
    const body = await readJson(request, MOST_BYTES);
    const opened = await openHook(house, client, service, body.value);
    if (opened === null)
      return cdsRefusal(
        "incomplete",
        "Not all of the prefetch came whole, and the rest cannot be read at a FHIR server that is allowed here.",
      );
    const { request: asked, entries } = opened;
    const { patientId, encounterId } = asked.context;
    const about = { patientId, encounterId, fhirServer: asked.fhirServer ?? null };
    return cdsAnswer(
      await serveCdsCards(house, client.caller, { service: service.id, ...about, baseUrl, entries: [...entries] }),
    );
  });
}

/** What somebody did with cards in an EHR. Never throws. */
export function answerFeedback(request: Request, { params }: CdsContext): Promise<Response> {
  return answerCds(async () => {
    const service = findCdsService((await params).id);
    if (service === undefined) return noService();
    const house = runningHouse();
    const { caller } = await admit(house, {
      verb: "note-cds-feedback",
      authorization: request.headers.get("authorization"),
      audience: `${normalAddress(house.environment.baseUrl)}/api/cds-services/${service.id}/feedback`,
    });
    const body = await readJson(request, MOST_BYTES);
    const feedback = readCdsFeedback(body.value).map(({ card, outcome, outcomeTimestamp, overrideReason }) => ({
      card,
      outcome,
      at: outcomeTimestamp,
      reason: toOverrideReason(overrideReason?.reason),
      comment: overrideReason?.userComment ?? "",
    }));
    await noteCdsFeedback(house, caller, { service: service.id, feedback });
    return cdsAnswer({});
  });
}
