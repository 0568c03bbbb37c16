import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { isFault } from "@/lib/core/fault";
import type { FhirResource } from "@/lib/core/fhir/resource";
import { patients, resources, stays } from "@/lib/io/database/schema";
import { findState } from "@/lib/services/connection-states";
import { type Feed, feedAt } from "@/lib/services/feed";
import type { House } from "@/lib/services/house";
import { importBundles } from "@/lib/services/import-bundles";
import { longVerb } from "@/lib/services/long-verb";
import { failureCode, readRecord, type SourceRecord } from "@/lib/services/read-record";
import { verb } from "@/lib/services/verb";

/** So many patients in one transaction, so that pages never wait long. */
export const READ_AT_ONCE = 10;

const OPERATOR = { system: "read-patient" };

/** What came of reading some patients: each of them stands under one of these. */
export interface PatientsRead {
  readonly counts: {
    readonly patients: number;
    readonly stays: number;
    readonly resources: number;
    readonly predictions: number;
    readonly outcomes: number;
    /** Nothing new at the source. */
    readonly unchanged: number;
  };
  readonly done: readonly string[];
  /** The source does not have them any more. */
  readonly gone: readonly string[];
  readonly failed: ReadonlyMap<string, string>;
  /** The server is to be left alone: these were not tried, or not to the end. */
  readonly postponed: readonly string[];
}

const NOTHING = { patients: 0, stays: 0, resources: 0, predictions: 0, outcomes: 0, unchanged: 0 };
type Past = "complete" | "as-met";

const toBundle = (found: readonly FhirResource[]) => ({
  resourceType: "Bundle",
  type: "collection",
  entry: found.map((resource) => ({ resource })),
});

/** Who of them was last read at the source in the newest pass or later, so that what changed since is all that is new. */
async function findCursors(house: House, ids: readonly string[]) {
  return house.database.transaction(async (tx) => {
    const pass = await findState(tx, "fhir-pass");
    const rows = await tx
      .select({ id: patients.id, readAt: patients.readAt })
      .from(patients)
      .where(inArray(patients.id, [...ids]));
    const startedAt = pass?.startedAt ?? null;
    const recent = new Set(rows.flatMap(({ id, readAt }) => (startedAt && readAt && readAt >= startedAt ? [id] : [])));
    return { cursor: pass?.cursor ?? null, recent };
  });
}

type Tried = SourceRecord | { readonly is: "failed"; readonly code: string };

/** Stores some records; one by one where they cannot be stored together, so that one patient holds up no other. */
async function store(
  house: House,
  records: ReadonlyMap<string, readonly FhirResource[]>,
  options: { past: Past; sent: "whole" | "some"; readAt: string },
): Promise<{ counts: Record<keyof typeof NOTHING, number>; failed: Map<string, string> }> {
  const counts = { ...NOTHING };
  const failed = new Map<string, string>();
  if (records.size === 0) return { counts, failed };
  try {
    const made = await importBundles(house, OPERATOR, { bundles: [...records.values()].map(toBundle), ...options });
    return { counts: { ...counts, ...made }, failed };
  } catch (error) {
    if (records.size === 1)
      return { counts, failed: new Map([...records.keys()].map((id) => [id, failureCode(error)])) };
  }
  for (const one of records) {
    const alone = await store(house, new Map([one]), options);
    for (const key of Object.keys(counts) as (keyof typeof NOTHING)[]) counts[key] += alone.counts[key];
    for (const [id, code] of alone.failed) failed.set(id, code);
  }
  return { counts, failed };
}

/**
 * Reads some patients at the source and stores and scores what is new. What fails is said patient by patient and leaves
 * them, and the age of their data, as they were.
 */
export async function readPatients(
  house: House,
  feed: Feed,
  { ids, past }: { readonly ids: readonly string[]; readonly past: Past },
): Promise<PatientsRead> {
  const readAt = house.clock.now();
  const { cursor, recent } = await findCursors(house, ids);
  const tried = await Promise.all(
    ids.map(async (id): Promise<readonly [string, Tried]> => {
      try {
        return [id, await readRecord(feed, id, recent.has(id) ? cursor : null)];
      } catch (error) {
        if (!isFault(error)) house.log.error({ err: error }, "a patient could not be read");
        return [id, { is: "failed", code: failureCode(error) }];
      }
    }),
  );
  const whole = new Map<string, readonly FhirResource[]>();
  const some = new Map<string, readonly FhirResource[]>();
  for (const [id, record] of tried) if (record.is === "read") (record.isWhole ? whole : some).set(id, record.resources);
  const options = { past, readAt: readAt.toISOString() };
  const stored = [
    await store(house, whole, { ...options, sent: "whole" }),
    await store(house, some, { ...options, sent: "some" }),
  ];
  const idsOf = (is: Tried["is"]) => tried.flatMap(([id, record]) => (record.is === is ? [id] : []));
  const unchanged = idsOf("unchanged");
  if (unchanged.length > 0)
    await house.database.transaction((tx) =>
      tx
        .update(patients)
        .set({ updatedAt: readAt, readAt })
        // Whoever was taken off the list or imported meanwhile is not what was read before.
        .where(and(inArray(patients.id, unchanged), isNotNull(patients.readAt))),
    );
  const failed = new Map(tried.flatMap(([id, record]) => (record.is === "failed" ? [[id, record.code]] : [])));
  for (const { failed: others } of stored) for (const [id, code] of others) failed.set(id, code);
  const postponed = [...failed].flatMap(([id, code]) => (code === "busy" ? [id] : []));
  for (const id of postponed) failed.delete(id);
  const counts = { ...NOTHING, unchanged: unchanged.length };
  for (const { counts: made } of stored)
    for (const key of Object.keys(made) as (keyof typeof NOTHING)[]) if (key !== "unchanged") counts[key] += made[key];
  const read = [...whole.keys(), ...some.keys(), ...unchanged];
  return {
    counts,
    done: read.filter((id) => !failed.has(id) && !postponed.includes(id)),
    gone: idsOf("gone"),
    failed,
    postponed,
  };
}

/**
 * Patients whom the source no longer has: what was read of them leaves the cache, and their current stays leave the list.
 * What was predicted, said and followed stays.
 */
export const retirePatients = verb({
  name: "read-patient",
  input: z.object({ patientIds: z.array(z.string().min(1).max(200)).min(1).max(1000) }),
  about: (): Record<string, string> => ({}),
  wards: async () => [],
  run: async ({ tx, now }, { patientIds }) => {
    await tx.delete(resources).where(inArray(resources.patientId, patientIds));
    // Back at the source, they are read from the beginning: nothing that changed since could be put to what is gone.
    await tx.update(patients).set({ readAt: null }).where(inArray(patients.id, patientIds));
    const left = await tx
      .update(stays)
      .set({ goneAt: now })
      .where(and(inArray(stays.patientId, patientIds), eq(stays.isCurrent, true), isNull(stays.goneAt)))
      .returning({ id: stays.id });
    const output = { gone: patientIds.length, stays: left.length };
    const changed = left.map(({ id }) => ({ kind: "stay" as const, ref: id }));
    return { output, audit: { target: {}, detail: output }, changed };
  },
});

/** Reads some patients at the source again, now; what each came to is told by code. */
export const readPatient = longVerb({
  name: "read-patient",
  input: z.object({
    baseUrl: z.url({ protocol: /^https?$/ }),
    patientIds: z
      .array(z.string().regex(/^[A-Za-z0-9.-]{1,64}$/))
      .min(1)
      .max(READ_AT_ONCE),
    past: z.enum(["complete", "as-met"]).default("as-met"),
  }),
  about: ({ patientIds: [first, ...others] }): Record<string, string> =>
    first !== undefined && others.length === 0 ? { patientId: first } : {},
  work: async (house, { baseUrl, patientIds, past }) => {
    const feed = await feedAt(house, baseUrl);
    const { counts, done, gone, failed, postponed } = await readPatients(house, feed, {
      ids: patientIds,
      past,
    });
    if (gone.length > 0) await retirePatients(house, OPERATOR, { patientIds: [...gone] });
    const output = { ...counts, done, gone, failed: Object.fromEntries(failed), postponed };
    const [first] = patientIds;
    const target: Record<string, string> = first !== undefined && patientIds.length === 1 ? { patientId: first } : {};
    const detail = { ...counts, gone: gone.length, failed: failed.size, postponed: postponed.length };
    return { output, audit: { target, detail } };
  },
});
