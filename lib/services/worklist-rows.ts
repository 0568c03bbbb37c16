import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { dayOfStay, daysBetween, leavingGroup, localDay } from "@/lib/core/worklist/leaving-group";
import type { RiskChange } from "@/lib/core/worklist/risk-change";
import { orderWorklist, withoutScore } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import { flags, interventions, patients, predictions, responses, stays, users, wards } from "@/lib/io/database/schema";
import { recallIdentity } from "@/lib/services/identity-cache";
import type { Scope } from "@/lib/services/verb";

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Current inpatients of these wards; matches the partial index `stays_current`. */
const isListed = (wardIds: readonly string[]) =>
  and(inArray(stays.wardId, [...wardIds]), stays.isCurrent, isNull(stays.goneAt));

async function findStays({ tx }: Scope, wardIds: readonly string[]) {
  return tx
    .select({
      stay: {
        id: stays.id,
        wardId: stays.wardId,
        bed: stays.bed,
        admittedAt: stays.admittedAt,
        plannedEndAt: stays.plannedEndAt,
      },
      patient: { id: patients.id, identity: patients.identity, synthetic: patients.synthetic },
      readAt: patients.updatedAt,
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
    .where(isListed(wardIds));
}

async function findOpenFlags({ tx }: Scope, wardIds: readonly string[]) {
  return tx
    .select({ stayId: flags.stayId, kind: flags.kind, byName: users.name, at: flags.at })
    .from(stays)
    .innerJoin(flags, eq(flags.stayId, stays.id))
    .innerJoin(users, eq(users.id, flags.userId))
    .where(and(isListed(wardIds), isNull(flags.withdrawnAt)))
    .orderBy(desc(flags.at), desc(flags.id));
}

async function findActions({ tx }: Scope, wardIds: readonly string[]) {
  return tx
    .select({ stayId: interventions.stayId, kind: interventions.kind, byName: users.name, at: interventions.at })
    .from(stays)
    .innerJoin(interventions, eq(interventions.stayId, stays.id))
    .innerJoin(users, eq(users.id, interventions.userId))
    .where(and(isListed(wardIds), isNull(interventions.withdrawnAt)))
    .orderBy(desc(interventions.at), desc(interventions.id));
}

async function findResponses({ tx }: Scope, wardIds: readonly string[]) {
  return tx
    .select({
      stayId: responses.stayId,
      predictionId: responses.predictionId,
      kind: responses.kind,
      reason: responses.reason,
      byName: users.name,
      at: responses.at,
    })
    .from(stays)
    .innerJoin(responses, eq(responses.stayId, stays.id))
    .innerJoin(users, eq(users.id, responses.userId))
    .where(and(isListed(wardIds), isNull(responses.withdrawnAt)))
    .orderBy(desc(responses.at), desc(responses.id));
}

/** By stay, in the order they came: newest first. */
function byStay<T extends { readonly stayId: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.stayId);
    if (group) group.push(row);
    else groups.set(row.stayId, [row]);
  }
  return groups;
}

type FoundStay = Awaited<ReturnType<typeof findStays>>[number];
type Found<F extends (...args: never[]) => Promise<readonly unknown[]>> = Awaited<ReturnType<F>>[number] | undefined;

interface Said {
  readonly openFlags: Awaited<ReturnType<typeof findOpenFlags>>;
  readonly action: Found<typeof findActions>;
  readonly response: Found<typeof findResponses>;
}

/** A rise or fall is news on the day it happened and the day after. */
function news(change: RiskChange | null | undefined, now: Date, timeZone: string): RiskChange | null {
  if (!change) return null;
  return daysBetween(localDay(change.at, timeZone), localDay(now, timeZone)) <= 1 ? change : null;
}

function toRow(
  { house, now }: Scope,
  found: FoundStay,
  { openFlags, action, response, readSince }: Said & { readonly readSince: Date | null },
): WorklistRow {
  const { stay, patient, prediction, wardName, readAt } = found;
  const [latest] = openFlags;
  const summary = prediction?.summary;
  const { timeZone } = house;
  return {
    stayId: stay.id,
    predictionId: prediction?.id ?? null,
    patient: recallIdentity(house.vault, patient, localDay(now, timeZone)),
    wardId: stay.wardId ?? "",
    wardName,
    bed: stay.bed,
    admittedAt: iso(stay.admittedAt),
    dayOfStay: dayOfStay(iso(stay.admittedAt), now, timeZone),
    plannedEndAt: iso(stay.plannedEndAt),
    leaving: leavingGroup(iso(stay.plannedEndAt), now, timeZone),
    probability: prediction?.probability ?? null,
    tier: prediction?.tier ?? null,
    view: prediction?.view ?? null,
    topDrivers: summary?.topDrivers ?? [],
    abstentionReasons: summary?.abstentionReasons ?? ["This stay has not been scored yet."],
    lace: summary?.lace ?? null,
    hospital: summary?.hospital ?? null,
    openFlagCount: openFlags.length,
    latestFlag: latest ? { kind: latest.kind, byName: latest.byName, at: latest.at.toISOString() } : null,
    change: news(summary?.change, now, timeZone),
    lastAction: action ? { kind: action.kind, byName: action.byName, at: action.at.toISOString() } : null,
    lastResponse: response
      ? {
          kind: response.kind,
          reason: response.reason,
          byName: response.byName,
          at: response.at.toISOString(),
          aboutEarlierPrediction: response.predictionId !== prediction?.id,
        }
      : null,
    issueCount: summary?.issueCount ?? 0,
    scoredAt: iso(prediction?.at ?? null),
    notReadSince: readSince !== null && readAt < readSince ? iso(readAt) : null,
    modelVersion: prediction?.modelVersion ?? null,
  };
}

/** In working order, and then those without a score. */
export const arrangeRows = (rows: readonly WorklistRow[]): readonly WorklistRow[] => [
  ...orderWorklist(rows),
  ...withoutScore(rows),
];

/**
 * The current inpatients of some wards in no order, with their scores: whoever asks decides what is shown. Those whose
 * record was last read before `readSince` (the newest reading of the source) are marked.
 */
export async function readRows(
  scope: Scope,
  wardIds: readonly string[],
  readSince: Date | null = null,
): Promise<readonly WorklistRow[]> {
  if (wardIds.length === 0) return [];
  const found = await findStays(scope, wardIds);
  const flagged = byStay(await findOpenFlags(scope, wardIds));
  const acted = byStay(await findActions(scope, wardIds));
  const answered = byStay(await findResponses(scope, wardIds));
  return found.map((row) =>
    toRow(scope, row, {
      readSince,
      openFlags: [...(flagged.get(row.stay.id) ?? [])],
      action: acted.get(row.stay.id)?.[0],
      response: answered.get(row.stay.id)?.[0],
    }),
  );
}
