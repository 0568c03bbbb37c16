import { type BookedAdmission, readBookedAdmissions } from "@/lib/core/admission/read-booked-admissions";
import { type EdVisitNow, readEdVisits } from "@/lib/core/admission/read-ed-visits";
import { Fault, isFault } from "@/lib/core/fault";
import { offersParameters, offersSearch, saysItHas } from "@/lib/core/feed/capabilities";
import { bookingQueries, EMERGENCY_NOW, operationQueries, triageQuery } from "@/lib/core/feed/demand-queries";
import { type FeedQuery, isOfAnother, patientIdOf } from "@/lib/core/feed/feed-queries";
import { readMoment } from "@/lib/core/fhir/moment";
import { type FhirResource, node } from "@/lib/core/fhir/resource";
import { type BookedCase, bookedCases } from "@/lib/core/theatres/booked-cases";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Feed } from "@/lib/services/feed";

interface When {
  readonly now: Date;
  readonly timeZone: string;
}

const DAY_MS = 86_400_000;
/** So many patients are asked for at a time. */
const AT_ONCE = 8;

/** All that a search finds. Throws Fault not-ready where it is less than the server says there is. */
async function searchAll({ client }: Feed, query: FeedQuery): Promise<readonly FhirResource[]> {
  const { resources, isComplete } = await client.search(query);
  if (!isComplete) throw new Fault("not-ready", "The FHIR server sent fewer resources than it says it has.");
  return resources;
}

/** The day before the first of some visits began: who wrote it down kept their own clock. null where none says when. */
function dayBefore(encounters: readonly FhirResource[]): string | null {
  const starts = encounters.map(({ period }) => readMoment(node(period).start)?.earliest ?? null);
  const first = starts.reduce(
    (one, other) => (one === null || other === null ? null : Math.min(one, other)),
    starts[0] ?? null,
  );
  return first === null ? null : new Date(first - DAY_MS).toISOString().slice(0, 10);
}

async function readVisitsOf(
  feed: Feed,
  patientId: string,
  encounters: readonly FhirResource[],
  now: Date,
): Promise<EdVisitNow[]> {
  const [patient, findings] = await Promise.all([
    feed.client.read(`Patient/${patientId}`),
    searchAll(feed, triageQuery(patientId, dayBefore(encounters))),
  ]);
  const own = [...(patient === null ? [] : [patient]), ...encounters, ...findings];
  if (own.some((resource) => isOfAnother(resource, patientId)))
    throw new Fault("not-ready", "The FHIR server sent resources of another patient than was asked for.");
  return readEdVisits([...own, ...(await feed.follow(encounters))], { now: now.toISOString() });
}

/** Who is in the emergency department now, as triage knows them. */
export async function readEmergency(feed: Feed, { now }: When): Promise<EdVisitNow[]> {
  // Refuses what is no R4 server.
  await feed.client.capabilities();
  const byPatient = new Map<string, FhirResource[]>();
  for (const encounter of await searchAll(feed, EMERGENCY_NOW)) {
    const patientId = patientIdOf(encounter);
    if (patientId !== null) byPatient.set(patientId, [...(byPatient.get(patientId) ?? []), encounter]);
  }
  const waiting = [...byPatient];
  const read: EdVisitNow[] = [];
  for (let from = 0; from < waiting.length; from += AT_ONCE) {
    const some = waiting.slice(from, from + AT_ONCE);
    const visits = await Promise.all(
      some.map(([patientId, encounters]) => readVisitsOf(feed, patientId, encounters, now)),
    );
    read.push(...visits.flat());
  }
  return read;
}

/** Something read of the types that the source has and lets us read. */
interface ReadOf<T> {
  readonly found: readonly T[];
  readonly types: readonly string[];
}

/** What some searches find; null where the source has none of it or does not let us read it, which costs nothing else. */
async function searchWhereOffered(feed: Feed, queries: readonly FeedQuery[]): Promise<ReadOf<FhirResource> | null> {
  const capabilities = await feed.client.capabilities();
  const found: FhirResource[] = [];
  const types: string[] = [];
  for (const query of queries) {
    // What is not said is tried: a source without a statement may have them.
    if (!offersSearch(capabilities, query.type)) continue;
    try {
      found.push(...(await searchAll(feed, query)));
      types.push(query.type);
    } catch (error) {
      const isRefused = isFault(error) && error.code === "misconfigured";
      const isUnknown = isFault(error) && error.code !== "busy" && !saysItHas(capabilities, query.type);
      if (!isRefused && !isUnknown) throw error;
    }
  }
  return types.length === 0 ? null : { found, types };
}

/** Who is booked to be admitted, today and later; null where the source has no bookings or does not let us read them. */
export async function readBookings(feed: Feed, { now, timeZone }: When): Promise<ReadOf<BookedAdmission> | null> {
  const today = localDay(now, timeZone);
  const read = await searchWhereOffered(feed, bookingQueries(today));
  return read && { ...read, found: readBookedAdmissions(read.found, timeZone).filter(({ day }) => day >= today) };
}

/**
 * Operations that are booked, today and later; null where the source has none, cannot be asked for them, or fails: who is
 * in the emergency department is told all the same.
 */
export async function readBookedOperations(feed: Feed, { now, timeZone }: When): Promise<ReadOf<BookedCase> | null> {
  const today = localDay(now, timeZone);
  const capabilities = await feed.client.capabilities();
  const queries = operationQueries(today).filter(({ type, parameters }) =>
    offersParameters(capabilities, type, Object.keys(parameters)),
  );
  const read = await searchWhereOffered(feed, queries).catch((error: unknown) => {
    if (isFault(error)) return null;
    throw error;
  });
  const ofType = (type: string) => (read?.found ?? []).filter(({ resourceType }) => resourceType === type);
  const records = { appointments: ofType("Appointment"), requests: ofType("ServiceRequest") };
  return read && { ...read, found: bookedCases(records, timeZone).filter(({ day }) => day >= today) };
}
