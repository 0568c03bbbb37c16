import { and, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import { canonicalJson } from "@/lib/core/audit/canonical-json";
import type { PatientSummary } from "@/lib/core/fhir/patient-summary";
import type { ReadStay } from "@/lib/core/fhir/prepare-patient";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { driverSentence, summarizePrediction } from "@/lib/core/worklist/driver-sentence";
import { patients, predictions, stays, wards } from "@/lib/io/database/schema";
import type { Change } from "@/lib/services/audit-log";
import { type StoredIdentity, sealIdentity } from "@/lib/services/patient-identity";
import type { Scope } from "@/lib/services/verb";

/** Where a stay whose source names no ward is shown, so that nobody drops off the list. */
export const WARD_NOT_RECORDED = { id: "ward-not-recorded", name: "Ward not recorded" };

/** What one patient's resources were read as, and what the model said of it. */
export interface PatientReading {
  readonly patient: PatientSummary;
  readonly stays: readonly { readonly prepared: ReadStay; readonly scored: ScoredStay }[];
}

type StayReading = PatientReading["stays"][number];

/** A time as it was read; null where it is none. A day without a time stands at noon, so that it stays that day in any zone. */
function instant(written: string | null): Date | null {
  if (written === null || written.length < 10) return null;
  const date = new Date(written.length === 10 ? `${written}T12:00:00Z` : written);
  return Number.isNaN(date.getTime()) ? null : date;
}

export async function storePatient({ tx, house, now }: Scope, patient: PatientReading["patient"]): Promise<void> {
  const { id, synthetic, familyName, givenNames, birthDate, sex, mrn } = patient;
  const identity: StoredIdentity = { familyName, givenNames, birthDate, sex, mrn };
  const values = { identity: sealIdentity(house.vault, id, identity), synthetic, updatedAt: now };
  await tx
    .insert(patients)
    .values({ id, ...values })
    .onConflictDoUpdate({ target: patients.id, set: values });
}

/** Where a stay is shown: a current one always somewhere, a past one only where it is known to have been. */
function wardOf({ prepared: { summary } }: StayReading): { readonly id: string; readonly name: string } | null {
  const { wardId, wardName, isCurrent } = summary;
  if (wardId !== null) return { id: wardId, name: wardName ?? wardId };
  // A ward known by its name alone goes by that name.
  if (wardName !== null) return { id: wardName, name: wardName };
  return isCurrent ? WARD_NOT_RECORDED : null;
}

/** A ward the source names and Wardlight did not know is added; nobody sees it until it is given to them. */
async function storeWards({ tx }: Scope, found: readonly StayReading[]): Promise<void> {
  const named = new Map(found.flatMap((read) => wardOf(read) ?? []).map(({ id, name }) => [id, name]));
  if (named.size === 0) return;
  await tx
    .insert(wards)
    .values([...named].map(([id, name]) => ({ id, name })))
    .onConflictDoNothing();
}

async function storePrediction(scope: Scope, { prepared, scored }: StayReading): Promise<Change[]> {
  const { tx, house, now } = scope;
  const { stayId, patientId } = prepared;
  const features = [...prepared.encoded];
  const fingerprint = house.vault.fingerprint(canonicalJson({ features, scored }));
  const [stay] = await tx
    .select({ id: stays.predictionId, fingerprint: predictions.fingerprint })
    .from(stays)
    .leftJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(eq(stays.id, stayId));
  if (stay?.fingerprint === fingerprint) return [];
  const [made] = await tx
    .insert(predictions)
    .values({
      stayId,
      patientId,
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
      fingerprint,
    })
    .returning({ id: predictions.id });
  if (made === undefined) return [];
  await tx.update(stays).set({ predictionId: made.id }).where(eq(stays.id, stayId));
  return [{ kind: "prediction", ref: made.id }];
}

async function storeStay(scope: Scope, read: StayReading): Promise<Change[]> {
  const { prepared } = read;
  const { summary } = prepared;
  const values = {
    patientId: prepared.patientId,
    wardId: wardOf(read)?.id ?? null,
    bed: summary.bed,
    isCurrent: summary.isCurrent,
    admittedAt: instant(prepared.admittedAt),
    dischargedAt: instant(prepared.dischargedAt),
    plannedEndAt: instant(summary.plannedEndAt),
    updatedAt: scope.now,
    goneAt: null,
  };
  await scope.tx
    .insert(stays)
    .values({ id: prepared.stayId, ...values })
    // Another patient's stay under the same id is never overwritten.
    .onConflictDoUpdate({ target: stays.id, set: values, setWhere: eq(stays.patientId, prepared.patientId) });
  return storePrediction(scope, read);
}

/** Stores what was read and said of one patient's stays; what is the same as before makes no new prediction. */
export async function storeStays(scope: Scope, { patient, stays: found }: PatientReading): Promise<Change[]> {
  const { tx, now } = scope;
  await storeWards(scope, found);
  const taken = await tx
    .select({ id: stays.id })
    .from(stays)
    .where(
      and(
        inArray(
          stays.id,
          found.map(({ prepared }) => prepared.stayId),
        ),
        sql`${stays.patientId} <> ${patient.id}`,
      ),
    );
  const others = new Set(taken.map(({ id }) => id));
  const own = found.filter(({ prepared }) => !others.has(prepared.stayId));
  const changed: Change[] = [];
  for (const read of own) changed.push(...(await storeStay(scope, read)));
  const ids = own.map(({ prepared }) => prepared.stayId);
  const gone = await tx
    .update(stays)
    .set({ goneAt: now })
    .where(
      and(
        eq(stays.patientId, patient.id),
        isNull(stays.goneAt),
        ids.length === 0 ? undefined : notInArray(stays.id, ids),
      ),
    )
    .returning({ id: stays.id });
  return [...changed, ...gone.map(({ id }): Change => ({ kind: "stay", ref: id }))];
}
