import { sql } from "drizzle-orm";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { LabelStatus } from "@/lib/core/labels/label";
import { indexExclusionWords } from "@/lib/core/labels/label-words";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { LeftOut } from "@/lib/core/snapshots/snapshot-attrition";
import type { SnapshotQuery, SnapshotRow, SnapshotSubgroups } from "@/lib/core/snapshots/snapshot-row";
import type { InterventionKind } from "@/lib/core/worklist/intervention";
import type { ScoreRange } from "@/lib/core/worklist/worklist-row";
import type { Transaction } from "@/lib/io/database/database";
import { interventions, predictions, stays } from "@/lib/io/database/schema";
import { labels } from "@/lib/io/database/training-schema";
import type { House } from "@/lib/services/house";
import { placeOf } from "@/lib/services/sealed-columns";

/** Labels looked at in one transaction: between two of them pages are served. */
const PAGE = 1_000;

/** Everything one row is made from, as it lies in the database. Times as text. */
interface Found extends Record<string, unknown> {
  readonly label_id: string | number;
  readonly stay_id: string;
  readonly patient_id: string;
  readonly ward_id: string | null;
  readonly status: LabelStatus;
  readonly reason: string | null;
  readonly is_matured: boolean;
  readonly is_asked_for: boolean;
  readonly discharged_at: string;
  readonly simulated: boolean;
  readonly subgroups: Buffer;
  readonly prediction_id: string | null;
  readonly features: readonly number[] | null;
  readonly probability: number | null;
  readonly lace: ScoreRange | null;
  readonly hospital: ScoreRange | null;
  readonly abstention_reasons: readonly string[] | null;
  readonly then_id: string | null;
  readonly then_tier: Tier | null;
  readonly then_probability: number | null;
  readonly then_version: string | null;
  readonly intervention_ids: readonly string[] | null;
  readonly kinds: readonly InterventionKind[] | null;
}

const COLUMNS = sql`
  l.id as label_id, l.stay_id, l.patient_id, l.ward_id, l.status, l.reason, l.discharged_at::text, l.simulated,
  l.subgroups, f.id as prediction_id, f.features, f.probability, f.summary->'lace' as lace,
  f.summary->'hospital' as hospital, f.summary->'abstentionReasons' as abstention_reasons, t.id as then_id,
  t.tier as then_tier, t.probability as then_probability, t.model_version as then_version`;

/**
 * One page of a query: each stay's label as it stood at `asOf`, with the newest reading of the whole stay (a record that
 * was corrected since discharge was read again), what had been said in time, and what had been done in time.
 */
async function findPage(tx: Transaction, query: SnapshotQuery, after: string): Promise<Found[]> {
  const asOf = sql`${query.asOf}::timestamptz`;
  const { rows } = await tx.execute<Found>(sql`
    with l as (
      select distinct on (stay_id) * from ${labels}
      where target = ${query.target} and at <= ${asOf} and stay_id > ${after}
      order by stay_id, id desc limit ${PAGE})
    select ${COLUMNS}, l.matures_at <= ${asOf} as is_matured,
      l.discharged_at >= coalesce(${query.dischargedFrom}::timestamptz, '-infinity')
        and l.discharged_at < coalesce(${query.dischargedBefore}::timestamptz, 'infinity') as is_asked_for,
      d.ids as intervention_ids, d.kinds
    from l
    left join lateral (
      select * from ${predictions} p where p.stay_id = l.stay_id and p.view = 'discharge' and p.at <= ${asOf}
      order by p.at desc, p.id desc limit 1) f on true
    left join lateral (
      select * from ${predictions} p where p.stay_id = l.stay_id and p.at <= ${asOf}
        and p.at <= l.discharged_at + interval '24 hours' and (l.readmitted_at is null or p.at < l.readmitted_at)
      order by p.at desc, p.id desc limit 1) t on true
    left join lateral (
      select array_agg(i.id::text order by i.id) as ids, array_agg(i.kind order by i.id) as kinds
      from ${interventions} i
      where i.stay_id = l.stay_id and i.kind <> 'none' and i.at <= ${asOf}
        and (i.withdrawn_at is null or i.withdrawn_at > ${asOf})
        and i.at < least(l.matures_at, coalesce(l.readmitted_at, 'infinity'))) d on true
    order by l.stay_id`);
  return rows;
}

/** The same rows again, from the immutable rows they were made from. */
async function findAgain(tx: Transaction, rows: readonly SnapshotRow[]): Promise<Found[]> {
  const sources = rows.map(({ sources: { labelId, predictionId, predictionThenId } }) => ({
    label: labelId,
    prediction: predictionId,
    said: predictionThenId,
  }));
  const named = JSON.stringify(rows.flatMap(({ sources }) => sources.interventionIds));
  const found = await tx.execute<Found>(sql`
    select ${COLUMNS}, true as is_matured, true as is_asked_for
    from jsonb_to_recordset(${JSON.stringify(sources)}::jsonb) as s(label bigint, prediction uuid, said uuid)
    join ${labels} l on l.id = s.label
    join ${predictions} f on f.id = s.prediction
    left join ${predictions} t on t.id = s.said`);
  const kinds = await tx.execute<{ id: string; kind: InterventionKind }>(sql`
    select i.id, i.kind from jsonb_array_elements_text(${named}::jsonb) as n(id)
    join ${interventions} i on i.id = n.id::uuid`);
  const kindOf = new Map(kinds.rows.map(({ id, kind }) => [id, kind]));
  const idsOf = new Map(rows.map(({ stayId, sources: { interventionIds } }) => [stayId, interventionIds]));
  return found.rows.map((row) => {
    const ids = idsOf.get(row.stay_id) ?? [];
    return { ...row, intervention_ids: ids, kinds: ids.flatMap((id) => kindOf.get(id) ?? []) };
  });
}

function toRow({ vault }: Pick<House, "vault">, query: Pick<SnapshotQuery, "target">, found: Found): SnapshotRow {
  const place = placeOf(labels.subgroups, found.stay_id, query.target);
  const range = (score: ScoreRange | null): ScoreRange | null =>
    score === null ? null : { low: score.low, high: score.high };
  return {
    stayId: found.stay_id,
    patientId: found.patient_id,
    wardId: found.ward_id,
    dischargedAt: new Date(found.discharged_at).toISOString(),
    features: found.features ?? [],
    label: found.status === "readmitted" ? 1 : 0,
    died: found.status === "died",
    treated: [...new Set(found.kinds ?? [])].sort(),
    tierThen: found.then_tier,
    probabilityThen: found.then_probability,
    modelVersionThen: found.then_version,
    lace: range(found.lace),
    hospital: range(found.hospital),
    subgroups: vault.open(found.subgroups, place) as SnapshotSubgroups,
    simulated: found.simulated,
    sources: {
      labelId: Number(found.label_id),
      predictionId: found.prediction_id ?? "",
      predictionThenId: found.then_id,
      interventionIds: found.intervention_ids ?? [],
    },
  };
}

/** Why a labelled stay is not in the set; null where it is. */
function whyNot(found: Found): Omit<LeftOut, "stays"> | null {
  const { status, reason, features, probability } = found;
  if (status === "withdrawn") return { step: "index", reason: "No longer in the record, or no longer ended" };
  if (status === "excluded") return { step: "index", reason: indexExclusionWords(reason ?? "") };
  if (!found.is_matured) return { step: "period", reason: "The 30 days after discharge were not over" };
  if (!found.is_asked_for) return { step: "period", reason: "Discharged in another period" };
  if (features === null) return { step: "predicted", reason: "Never read after the patient had left" };
  if (features.length !== FEATURES.length) return { step: "predicted", reason: "Read by another feature table" };
  if (probability === null)
    return { step: "population", reason: found.abstention_reasons?.[0] ?? "The model gave no probability" };
  return null;
}

/** Stays that have no label of the target by then, by why. */
async function countUnlabelled(tx: Transaction, query: SnapshotQuery): Promise<LeftOut[]> {
  const { rows } = await tx.execute<{ reason: string; n: number }>(sql`
    select case
      when ${stays.goneAt} is not null then 'No longer in the record'
      when ${stays.isCurrent} then 'Still in hospital'
      when ${stays.wardId} is null then 'On none of this hospital’s wards'
      when ${stays.dischargedAt} is null then 'No discharge time recorded'
      else 'The 30 days after discharge were not over, or the stay was not labelled yet' end as reason, count(*)::int as n
    from ${stays}
    where not exists (
      select 1 from ${labels} l
      where l.stay_id = ${stays.id} and l.target = ${query.target} and l.at <= ${query.asOf}::timestamptz)
    group by 1`);
  return rows.map(({ reason, n }) => ({ step: "labelled", reason, stays: n }));
}

/** What a query finds, and what it leaves out; adjudications not looked at. */
export async function findSnapshotRows(
  house: House,
  query: SnapshotQuery,
): Promise<{ readonly rows: readonly SnapshotRow[]; readonly leftOut: readonly LeftOut[] }> {
  const rows: SnapshotRow[] = [];
  const leftOut: LeftOut[] = [...(await house.database.transaction((tx) => countUnlabelled(tx, query)))];
  for (let after: string | undefined = ""; after !== undefined; ) {
    const from: string = after;
    const page = await house.database.transaction((tx) => findPage(tx, query, from));
    for (const found of page) {
      const why = whyNot(found);
      if (why === null) rows.push(toRow(house, query, found));
      else leftOut.push({ ...why, stays: 1 });
    }
    after = page.length < PAGE ? undefined : page.at(-1)?.stay_id;
  }
  return { rows, leftOut };
}

/** Rows made again from what they were made from; one whose sources are gone is left out. Adjudications not looked at. */
export async function remakeRows(
  house: House,
  query: SnapshotQuery,
  rows: readonly SnapshotRow[],
): Promise<SnapshotRow[]> {
  const made: SnapshotRow[] = [];
  for (let from = 0; from < rows.length; from += PAGE) {
    const some = rows.slice(from, from + PAGE);
    const found = await house.database.transaction((tx) => findAgain(tx, some));
    made.push(...found.map((one) => toRow(house, query, one)));
  }
  return made;
}
