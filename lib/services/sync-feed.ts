import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { CURRENT_INPATIENTS, patientIdOf, patientQueries, referencesToFollow } from "@/lib/core/feed/feed-queries";
import type { FhirResource } from "@/lib/core/fhir/resource";
import { stays } from "@/lib/io/database/schema";
import { type FhirClient, openFhirClient } from "@/lib/io/fhir-client";
import type { House } from "@/lib/services/house";
import { importBundles } from "@/lib/services/import-bundles";
import { longVerb } from "@/lib/services/long-verb";

/** So many patients in one transaction, so that pages never wait long. */
const BATCH = 10;
/** A bed in a room in a ward in a building in a site. */
const DEEPEST = 6;

const OPERATOR = { system: "sync-feed" };

/** Reads what is referred to, and what that refers to; each once in a whole sync. */
function follower(client: FhirClient) {
  const asked = new Map<string, Promise<FhirResource | null>>();
  const readOnce = (reference: string): Promise<FhirResource | null> => {
    const before = asked.get(reference);
    if (before !== undefined) return before;
    const reading = client.read(reference);
    asked.set(reference, reading);
    return reading;
  };
  return async (resources: readonly FhirResource[]): Promise<FhirResource[]> => {
    const found = new Map<string, FhirResource>();
    let next = referencesToFollow(resources);
    for (let depth = 0; depth < DEEPEST && next.length > 0; depth++) {
      const read = await Promise.all(
        next.map(async (reference) => ({ reference, resource: await readOnce(reference) })),
      );
      for (const { reference, resource } of read) if (resource !== null) found.set(reference, resource);
      next = referencesToFollow(read.map(({ resource }) => resource)).filter((reference) => !found.has(reference));
    }
    return [...found.values()];
  };
}

/** Everything on record about one patient, as a Bundle; null where the source no longer has the patient. */
async function readPatient(client: FhirClient, follow: ReturnType<typeof follower>, patientId: string) {
  const patient = await client.read(`Patient/${patientId}`);
  if (patient === null) return null;
  const found = await Promise.all(patientQueries(patientId).map((query) => client.search(query)));
  const own = found.flatMap(({ resources }) => resources);
  const resources = [...(await follow(own)), patient, ...own];
  return { resourceType: "Bundle", type: "collection", entry: resources.map((resource) => ({ resource })) };
}

/** Who is on a ward by what is stored: they may have left since, and then the source's own list no longer names them. */
async function listKnownInpatients(house: House): Promise<string[]> {
  const rows = await house.database.transaction((tx) =>
    tx
      .selectDistinct({ patientId: stays.patientId })
      .from(stays)
      .where(and(eq(stays.isCurrent, true), isNull(stays.goneAt))),
  );
  return rows.map(({ patientId }) => patientId);
}

/**
 * Reads a FHIR R4 server: everyone who is in hospital by its list or by ours, each patient's resources, and imports
 * them. All is read before anything is stored, so that a reading that fails leaves everything, and its age, as it was.
 */
export const syncFeed = longVerb({
  name: "sync-feed",
  input: z.object({
    baseUrl: z.url({ protocol: /^https?$/ }),
    past: z.enum(["complete", "as-met"]).default("as-met"),
  }),
  about: () => ({}),
  work: async (house, { baseUrl, past }) => {
    const client = openFhirClient({ baseUrl });
    const { resources: encounters } = await client.search(CURRENT_INPATIENTS);
    const listed = encounters.flatMap((encounter) => patientIdOf(encounter) ?? []);
    const patientIds = [...new Set([...listed, ...(await listKnownInpatients(house))])].sort();
    const follow = follower(client);
    const read = await Promise.all(patientIds.map((patientId) => readPatient(client, follow, patientId)));
    const bundles = read.filter((bundle) => bundle !== null);
    const total = { patients: 0, stays: 0, resources: 0, predictions: 0, outcomes: 0 };
    for (let from = 0; from < bundles.length; from += BATCH) {
      const done = await importBundles(house, OPERATOR, { bundles: bundles.slice(from, from + BATCH), past });
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += done[key];
    }
    const output = { ...total, notFound: read.length - bundles.length };
    return { output, audit: { target: {}, detail: output } };
  },
});
