import { randomUUID } from "node:crypto";
import { and, eq, getTableColumns, inArray, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import { canonicalJson } from "@/lib/core/audit/canonical-json";
import { utcOffsetMinutes } from "@/lib/core/demo/utc-offset";
import type { PatientSummary } from "@/lib/core/fhir/patient-summary";
import type { ReadStay } from "@/lib/core/fhir/prepare-patient";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { driverSentence, summarizePrediction } from "@/lib/core/worklist/driver-sentence";
import { latestChange } from "@/lib/core/worklist/risk-change";
import { patients, predictions, stays, wards } from "@/lib/io/database/schema";
import type { Change } from "@/lib/services/audit-log";
import { lockStaysOfPatients } from "@/lib/services/find-stay";
import { type StoredIdentity, sealIdentity } from "@/lib/services/patient-identity";
import { indexPatients } from "@/lib/services/patient-index";
import type { ServedBy } from "@/lib/services/score-here";
import type { Scope } from "@/lib/services/verb";

/** Where a stay whose source names no ward is shown, so that nobody drops off the list. */
export const WARD_NOT_RECORDED = { id: "ward-not-recorded", name: "Ward not recorded" };

/** What one patient's resources were read as, and what the model said of it. */
export interface PatientReading {
  readonly patient: PatientSummary;
  readonly stays: readonly {
    readonly prepared: ReadStay;
    readonly scored: ScoredStay;
    /** Which decision let this version speak; left out where it is the shipped one and nothing was decided. */
    readonly served?: ServedBy;
  }[];
}

type StayReading = PatientReading["stays"][number];

/** A stay as it was scored, from its resources or from the features of an earlier prediction. */
export interface ScoredReading extends Pick<StayReading, "scored" | "served"> {
  readonly prepared: Pick<ReadStay, "stayId" | "patientId" | "encoded">;
}

/** A time as it was read; null where it is none. A day without a time stands at the hospital's noon. */
export function instant(written: string | null, timeZone: string): Date | null {
  if (written === null || written.length < 10) return null;
  const date = new Date(written.length === 10 ? `${written}T12:00:00Z` : written);
  if (Number.isNaN(date.getTime())) return null;
  // Noon elsewhere is another day where clocks are twelve hours or more ahead.
  return written.length === 10 ? new Date(date.getTime() - utcOffsetMinutes(date, timeZone) * 60_000) : date;
}

function toStayRow(read: StayReading, { now, house: { timeZone } }: Scope) {
  const { prepared } = read;
  const { bed, isCurrent, plannedEndAt } = prepared.summary;
  return {
    id: prepared.stayId,
    patientId: prepared.patientId,
    wardId: wardOf(read)?.id ?? null,
    bed,
    isCurrent,
    admittedAt: instant(prepared.admittedAt, timeZone),
    dischargedAt: instant(prepared.dischargedAt, timeZone),
    plannedEndAt: instant(plannedEndAt, timeZone),
    updatedAt: now,
    goneAt: null,
  };
}

function toPredictionRow({ prepared, scored, served }: ScoredReading, { house, now }: Scope) {
  const features = [...prepared.encoded];
  // It follows from the model and the features: where only it is new, nothing was said anew.
  const { stability: _, ...said } = scored;
  return {
    id: randomUUID(),
    stayId: prepared.stayId,
    patientId: prepared.patientId,
    at: now,
    modelVersion: scored.modelVersion,
    target: scored.target,
    view: scored.view,
    probability: scored.probability,
    tier: scored.tier,
    features,
    scored,
    sentences: scored.drivers.map(({ feature }) => driverSentence(feature, features)),
    summary: summarizePrediction(scored, features),
    fingerprint: house.vault.fingerprint(canonicalJson({ features, scored: said })),
    servedAs: served?.alias ?? ("champion" as const),
    rolloutId: served?.rolloutId ?? null,
    insteadOf: served?.insteadOf ?? null,
  };
}

/** Where a stay is shown: a current one always somewhere, a past one only where it is known to have been. */
function wardOf({ prepared: { summary } }: StayReading): { readonly id: string; readonly name: string } | null {
  const { wardId, wardName, isCurrent } = summary;
  if (wardId !== null) return { id: wardId, name: wardName ?? wardId };
  // A ward known by its name alone goes by that name.
  if (wardName !== null) return { id: wardName, name: wardName };
  return isCurrent ? WARD_NOT_RECORDED : null;
}

/** Whether anybody here could ever be shown a stay: not a past one on no ward, such as a stay in another hospital. */
export const isOurs = (read: StayReading): boolean => wardOf(read) !== null;

/** The ward a stay is shown on; null where it is on none of this hospital's. */
export const shownWard = (read: StayReading): string | null => wardOf(read)?.id ?? null;

/** Every column of an upsert set to what was sent. */
function sent<T extends string>(columns: Readonly<Record<T, { readonly name: string }>>): Record<T, SQL> {
  const names = Object.entries(columns) as [T, { readonly name: string }][];
  return Object.fromEntries(names.map(([key, { name }]) => [key, sql`excluded.${sql.identifier(name)}`])) as Record<
    T,
    SQL
  >;
}

/**
 * Stores who patients are; each id once. `asOf`: how old what is stored with them is, which makes nothing look older than
 * it was; `isRead`: it was read at the source just then. What came another way may be older than what was read before:
 * the next reading asks for everything.
 */
export async function storePatients(
  { tx, house, now }: Scope,
  found: readonly PatientSummary[],
  { asOf = now, isRead = false }: { readonly asOf?: Date; readonly isRead?: boolean } = {},
): Promise<void> {
  const known = found.map(({ id, synthetic, familyName, givenNames, birthDate, sex, mrn }) => {
    const identity: StoredIdentity = { familyName, givenNames, birthDate, sex, mrn };
    return { id, identity, synthetic };
  });
  const rows = known.map((one) => ({
    ...one,
    identity: sealIdentity(house.vault, one.id, one.identity),
    updatedAt: asOf,
    readAt: isRead ? asOf : null,
  }));
  const { identity, synthetic, readAt } = patients;
  const updatedAt = sql`greatest(${patients.updatedAt}, excluded.updated_at)`;
  await tx
    .insert(patients)
    .values(rows)
    .onConflictDoUpdate({ target: patients.id, set: { ...sent({ identity, synthetic, readAt }), updatedAt } });
  await indexPatients({ tx, house }, known);
}

/** A ward the source names and Wardlight did not know is added; nobody sees it until it is given to them. */
async function storeWards({ tx }: Scope, reads: readonly StayReading[]): Promise<void> {
  const named = new Map(reads.flatMap((read) => wardOf(read) ?? []).map(({ id, name }) => [id, name]));
  if (named.size === 0) return;
  await tx
    .insert(wards)
    // In one order for everybody, so that two readings that name the same new wards never wait for each other.
    .values([...named].map(([id, name]) => ({ id, name })).sort((a, b) => (a.id < b.id ? -1 : 1)))
    .onConflictDoNothing();
}

/** Writes what differs and says which stays that was. */
async function storeStayRows(scope: Scope, reads: readonly StayReading[]): Promise<Change[]> {
  const { tx } = scope;
  const { id: _id, predictionId: _predictionId, ...columns } = getTableColumns(stays);
  const { updatedAt: _updatedAt, ...shown } = columns;
  const names = Object.values(shown).map(({ name }) => sql.identifier(name));
  const row = (table: string) =>
    sql.join(
      names.map((name) => sql`${sql.identifier(table)}.${name}`),
      sql`, `,
    );
  const written = await tx
    .insert(stays)
    .values(reads.map((read) => toStayRow(read, scope)))
    .onConflictDoUpdate({
      target: stays.id,
      set: sent(columns),
      setWhere: sql`(${row("stays")}) is distinct from (${row("excluded")})`,
    })
    .returning({ id: stays.id });
  return written.map(({ id }) => ({ kind: "stay", ref: id }));
}

type PredictionRow = ReturnType<typeof toPredictionRow>;

/** Each new prediction with how its number moved from the stay's previous one, and why. */
async function withChanges({ tx }: Scope, rows: readonly PredictionRow[], stayIds: readonly string[]) {
  if (stayIds.length === 0) return [...rows];
  const { modelVersion, view, probability, features, scored, summary, at, stayId } = getTableColumns(predictions);
  const found = await tx
    .select({ stayId, modelVersion, view, probability, features, scored, summary, at })
    .from(stays)
    .innerJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(inArray(stays.id, [...stayIds]));
  const previous = new Map(found.map((row) => [row.stayId, row]));
  return rows.map((row) => {
    const before = previous.get(row.stayId);
    if (before === undefined) return row;
    const change = latestChange({ ...compared(before), change: before.summary.change ?? null }, compared(row));
    return { ...row, summary: { ...row.summary, change } };
  });
}

type Comparable = Pick<PredictionRow, "modelVersion" | "view" | "probability" | "features" | "scored" | "at">;

/** A stored prediction as a comparison of two needs it. */
export const compared = ({ modelVersion, view, probability, features, scored, at }: Comparable) => ({
  modelVersion,
  view,
  probability,
  encoded: features,
  drivers: scored.drivers,
  at: at.toISOString(),
});

/** Stores what was said of stays that are stored already; the same again makes no new prediction. */
export async function storePredictions(scope: Scope, reads: readonly ScoredReading[]): Promise<Change[]> {
  if (reads.length === 0) return [];
  const { tx } = scope;
  const stayIds = reads.map(({ prepared }) => prepared.stayId);
  const current = await tx
    .select({ stayId: stays.id, fingerprint: predictions.fingerprint })
    .from(stays)
    .innerJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(inArray(stays.id, stayIds));
  const known = new Map(current.map(({ stayId, fingerprint }) => [stayId, fingerprint]));
  const fresh = reads
    .map((read) => toPredictionRow(read, scope))
    .filter(({ stayId, fingerprint }) => known.get(stayId) !== fingerprint);
  if (fresh.length === 0) return [];
  const rows = await withChanges(
    scope,
    fresh,
    fresh.flatMap(({ stayId }) => (known.has(stayId) ? [stayId] : [])),
  );
  const ids = rows.map(({ id }) => id);
  await tx.insert(predictions).values(rows);
  await tx
    .update(stays)
    .set({ predictionId: predictions.id })
    .from(predictions)
    .where(and(eq(predictions.stayId, stays.id), inArray(predictions.id, ids)));
  return ids.map((ref) => ({ kind: "prediction", ref }));
}

/** Stays whose id is already another patient's are left as they are: one patient's data never overwrites another's. */
async function withoutTaken({ tx }: Scope, reads: readonly StayReading[]): Promise<StayReading[]> {
  const ids = reads.map(({ prepared }) => prepared.stayId);
  const rows = await tx.select({ id: stays.id, patientId: stays.patientId }).from(stays).where(inArray(stays.id, ids));
  const owner = new Map(rows.map(({ id, patientId }) => [id, patientId]));
  return reads.filter(({ prepared }) => {
    const owned = owner.get(prepared.stayId) ?? prepared.patientId;
    owner.set(prepared.stayId, owned);
    return owned === prepared.patientId;
  });
}

/** Stays that the record of these patients no longer shows leave the list; what was said about them stays. */
async function retireStays(
  { tx, now }: Scope,
  patientIds: readonly string[],
  stayIds: readonly string[],
): Promise<Change[]> {
  const gone = await tx
    .update(stays)
    .set({ goneAt: now })
    .where(
      and(
        inArray(stays.patientId, [...patientIds]),
        isNull(stays.goneAt),
        stayIds.length === 0 ? undefined : notInArray(stays.id, [...stayIds]),
      ),
    )
    .returning({ id: stays.id });
  return gone.map(({ id }) => ({ kind: "stay", ref: id }));
}

/** Stores what was read and said of patients' stays (each patient once); what is as before makes no new prediction. */
export async function storeReadings(scope: Scope, readings: readonly PatientReading[]): Promise<Change[]> {
  const all = readings.flatMap(({ stays: reads }) => [...reads]);
  const patientIds = readings.map(({ patient }) => patient.id);
  await lockStaysOfPatients(scope, patientIds);
  const own = all.length === 0 ? [] : await withoutTaken(scope, all);
  const changed: Change[] = [];
  if (own.length > 0) {
    await storeWards(scope, own);
    changed.push(...(await storeStayRows(scope, own)));
    changed.push(...(await storePredictions(scope, own.filter(isOurs))));
  }
  const stayIds = own.map(({ prepared }) => prepared.stayId);
  return [...changed, ...(await retireStays(scope, patientIds, stayIds))];
}
