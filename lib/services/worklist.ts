import { and, asc, desc, eq, inArray, isNull, max } from "drizzle-orm";
import { z } from "zod";
import { silenceRow } from "@/lib/core/validation/silence";
import { dayOfStay, leavingGroup, localDay } from "@/lib/core/worklist/leaving-group";
import { orderWorklist, type WardView, type Worklist, withoutScore } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import { flags, patients, predictions, stays, users, wards } from "@/lib/io/database/schema";
import { findScoreStanding } from "@/lib/services/model-visibility";
import { openIdentity } from "@/lib/services/patient-identity";
import { type Scope, verb } from "@/lib/services/verb";

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

async function findStays({ tx }: Scope, wardIds: readonly string[]) {
  return tx
    .select({
      stay: stays,
      patient: { id: patients.id, identity: patients.identity, synthetic: patients.synthetic },
      wardName: wards.name,
      prediction: {
        id: predictions.id,
        at: predictions.at,
        probability: predictions.probability,
        tier: predictions.tier,
        view: predictions.view,
        summary: predictions.summary,
        modelVersion: predictions.modelVersion,
      },
    })
    .from(stays)
    .innerJoin(patients, eq(patients.id, stays.patientId))
    .innerJoin(wards, eq(wards.id, stays.wardId))
    .leftJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(and(inArray(stays.wardId, [...wardIds]), stays.isCurrent, isNull(stays.goneAt)));
}

async function findOpenFlags({ tx }: Scope, stayIds: readonly string[]) {
  if (stayIds.length === 0) return [];
  return tx
    .select({ stayId: flags.stayId, kind: flags.kind, byName: users.name, at: flags.at })
    .from(flags)
    .innerJoin(users, eq(users.id, flags.userId))
    .where(and(inArray(flags.stayId, [...stayIds]), isNull(flags.withdrawnAt)))
    .orderBy(desc(flags.at));
}

type FoundStay = Awaited<ReturnType<typeof findStays>>[number];
type OpenFlag = Awaited<ReturnType<typeof findOpenFlags>>[number];

function toRow({ house, now }: Scope, found: FoundStay, openFlags: readonly OpenFlag[]): WorklistRow {
  const { stay, patient, prediction, wardName } = found;
  const [latest] = openFlags;
  const summary = prediction?.summary;
  return {
    stayId: stay.id,
    predictionId: prediction?.id ?? null,
    patient: openIdentity(house.vault, patient, localDay(now, house.timeZone)),
    wardId: stay.wardId ?? "",
    wardName,
    bed: stay.bed,
    admittedAt: iso(stay.admittedAt),
    dayOfStay: dayOfStay(iso(stay.admittedAt), now, house.timeZone),
    plannedEndAt: iso(stay.plannedEndAt),
    leaving: leavingGroup(iso(stay.plannedEndAt), now, house.timeZone),
    probability: prediction?.probability ?? null,
    tier: prediction?.tier ?? null,
    view: prediction?.view ?? null,
    topDrivers: summary?.topDrivers ?? [],
    abstentionReasons: summary?.abstentionReasons ?? ["This stay has not been scored yet."],
    lace: summary?.lace ?? null,
    hospital: summary?.hospital ?? null,
    openFlagCount: openFlags.length,
    latestFlag: latest ? { kind: latest.kind, byName: latest.byName, at: latest.at.toISOString() } : null,
    issueCount: summary?.issueCount ?? 0,
    scoredAt: iso(prediction?.at ?? null),
    modelVersion: prediction?.modelVersion ?? null,
  };
}

async function findWards({ tx }: Scope, wardIds: readonly string[]): Promise<Omit<WardView, "patientCount">[]> {
  if (wardIds.length === 0) return [];
  const found = await tx
    .select()
    .from(wards)
    .where(inArray(wards.id, [...wardIds]))
    .orderBy(asc(wards.name));
  return found.map(({ id, name, physicalBeds }) => ({ id, name, physicalBeds }));
}

/** The current inpatients of one ward, or of all the reader's wards, in working order and then those without a score. */
export const listWorklist = verb({
  name: "list-worklist",
  input: z.object({ wardId: z.string().min(1).max(200).nullish() }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { wardId }) => {
    const { tx, actor, now, house } = scope;
    const found = await findStays(scope, actor.wardIds);
    const { checkedHere, provenance, silentBecause } = await findScoreStanding(scope);
    const openFlags = await findOpenFlags(
      scope,
      found.map(({ stay }) => stay.id),
    );
    const [data] = await tx.select({ at: max(patients.updatedAt) }).from(patients);
    const shown = wardId ? found.filter(({ stay }) => stay.wardId === wardId) : found;
    const all = shown.map((row) =>
      toRow(
        scope,
        row,
        openFlags.filter(({ stayId }) => stayId === row.stay.id),
      ),
    );
    const rows = silentBecause === null ? all : all.map(silenceRow);
    const output: Worklist = {
      wards: (await findWards(scope, actor.wardIds)).map((ward) => ({
        ...ward,
        patientCount: found.filter(({ stay }) => stay.wardId === ward.id).length,
      })),
      wardId: wardId ?? null,
      rows: [...orderWorklist(rows), ...withoutScore(rows)],
      asOf: now.toISOString(),
      dataAsOf: iso(data?.at ?? null),
      timeZone: house.timeZone,
      checkedHere,
      provenance,
      silentBecause,
    };
    return { output, audit: { target: wardId ? { wardId } : {}, detail: { stays: rows.length } } };
  },
});
