import { type SQL, sql } from "drizzle-orm";
import { OUTCOME_TARGET } from "@/lib/core/outcomes/outcome";
import type { DrawnLine, LineOutcome } from "@/lib/core/programme/around-lines";
import type { ChartStay } from "@/lib/core/programme/p-chart";
import type { shownDuring } from "@/lib/core/programme/shown-intervals";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Transaction } from "@/lib/io/database/database";
import { cutoffs, interventions, outcomes, predictions, stays } from "@/lib/io/database/schema";
import { wardSetKey } from "@/lib/services/cutoffs";
import type { Scope } from "@/lib/services/verb";

const DAY_MS = 86_400_000;
/** How far back is looked: seasons twice over, and no page that grows for ever. */
const DAYS = 730;

const since = (now: Date): string => new Date(now.getTime() - DAYS * DAY_MS).toISOString();
const among = (wardIds: readonly string[]): SQL => sql`${sql.param([...wardIds])}::text[]`;

/**
 * Local days of leaving of which an outcome is over and not settled. A readmission is stored at once and its absence
 * once somebody asks, so that until then such a day looks as if all of its patients had come back.
 */
export async function findOpenDays({ tx, now, house }: Scope): Promise<ReadonlySet<string>> {
  const { rows } = await tx.execute<{ at: string }>(sql`
    select discharged_at::text as at from ${outcomes} o
    where o.target = ${OUTCOME_TARGET} and o.status = 'pending' and o.matures_at <= ${now.toISOString()}::timestamptz`);
  return new Set(rows.map(({ at }) => localDay(new Date(at), house.timeZone)));
}

interface CourseRow extends Record<string, unknown> {
  readonly status: "readmitted" | "not-readmitted" | "died";
  readonly ward_id: string | null;
  readonly admitted_at: string | null;
  readonly discharged_at: string;
  readonly probability: number | null;
}

interface CourseQuestion {
  /** Of the model. */
  readonly versions: readonly string[];
  readonly during: ReturnType<typeof shownDuring>;
  readonly openDays: ReadonlySet<string>;
}

/**
 * Stays of these wards whose 30 days are over, each with the number that stood when the patient left (else the newest),
 * of those versions only whose numbers the reader sees.
 */
export async function findCourseStays(
  { tx, now, house }: Scope,
  wardIds: readonly string[],
  { versions, during, openDays }: CourseQuestion,
) {
  const { rows } = await tx.execute<CourseRow>(sql`
    select distinct on (o.stay_id) o.status, s.ward_id, s.admitted_at::text, o.discharged_at::text, p.probability
    from ${outcomes} o
    join ${stays} s on s.id = o.stay_id and s.gone_at is null and s.ward_id = any(${among(wardIds)})
    left join ${predictions} p on p.stay_id = o.stay_id and p.target = o.target and p.probability is not null
      and p.model_version = any(${among(versions)})
    where o.target = ${OUTCOME_TARGET} and o.status in ('readmitted', 'not-readmitted', 'died')
      and o.matures_at <= ${now.toISOString()}::timestamptz and o.discharged_at >= ${since(now)}::timestamptz
    order by o.stay_id,
      (p.at <= o.discharged_at + interval '24 hours' and (o.readmitted_at is null or p.at < o.readmitted_at)) desc nulls last,
      p.at desc nulls last`);
  const settled = rows.filter(({ discharged_at }) => !openDays.has(localDay(new Date(discharged_at), house.timeZone)));
  const alive = settled.filter(({ status }) => status !== "died");
  const found = alive.flatMap(({ status, ward_id, admitted_at, discharged_at, probability }): ChartStay[] =>
    probability === null
      ? []
      : [
          {
            month: localDay(new Date(discharged_at), house.timeZone).slice(0, 7),
            isReadmitted: status === "readmitted",
            expected: probability,
            shown: during(ward_id, Date.parse(admitted_at ?? discharged_at), Date.parse(discharged_at)),
          },
        ],
  );
  const [unsettled, died] = [rows.length - settled.length, settled.length - alive.length];
  return { stays: found, died, withoutNumber: alive.length - found.length, unsettled };
}

/**
 * The newest line of each day and set of wards that lies within these, those taken away left out, and those through a
 * ranking by a version whose numbers the reader does not see.
 */
export async function findLines(
  { tx, now }: Scope,
  wardIds: readonly string[],
  versions: readonly string[],
): Promise<DrawnLine[]> {
  const found = await tx
    .select()
    .from(cutoffs)
    .where(sql`${cutoffs.wardIds} <@ ${among(wardIds)} and ${cutoffs.at} >= ${since(now)}::timestamptz`)
    .orderBy(cutoffs.at, cutoffs.id);
  const newest = new Map(found.map((line) => [`${line.day} ${wardSetKey(line.wardIds)}`, line]));
  const hidden = await findHidden(tx, [...newest.values()], versions);
  return [...newest.values()]
    .filter(({ capacity, predictionIds }) => capacity > 0 && !predictionIds.some((id) => hidden.has(id)))
    .map(({ at, capacity, stayIds, probabilities }) => ({ at: at.toISOString(), capacity, stayIds, probabilities }));
}

/** Predictions of these lines that other versions than these made. */
async function findHidden(
  tx: Transaction,
  lines: readonly { readonly predictionIds: readonly string[] }[],
  versions: readonly string[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(lines.flatMap(({ predictionIds }) => predictionIds))];
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from ${predictions} p
    where p.id = any(${sql.param(ids)}::uuid[]) and p.model_version <> all(${among(versions)})`);
  return new Set(rows.map(({ id }) => id));
}

interface OutcomeRow extends Record<string, unknown> {
  readonly stay_id: string;
  readonly patient_id: string;
  readonly discharged_at: string;
  readonly is_readmitted: boolean;
  readonly acted_at: readonly string[] | null;
}

/** What became of those who stood on lists, where it is certain; a death within 30 days is no success and left out. */
export async function findLineOutcomes(
  { tx, now, house }: Scope,
  lines: readonly DrawnLine[],
  openDays: ReadonlySet<string>,
): Promise<ReadonlyMap<string, LineOutcome>> {
  const ids = [...new Set(lines.flatMap(({ stayIds }) => stayIds))];
  const { rows } = await tx.execute<OutcomeRow>(sql`
    select o.stay_id, s.patient_id, o.discharged_at::text, o.status = 'readmitted' as is_readmitted,
      (select array_agg(i.at::text) from ${interventions} i
        where i.stay_id = o.stay_id and i.kind <> 'none' and i.withdrawn_at is null
          and i.at < coalesce(o.readmitted_at, o.matures_at)) as acted_at
    from ${outcomes} o join ${stays} s on s.id = o.stay_id and s.gone_at is null
    where o.target = ${OUTCOME_TARGET} and o.status in ('readmitted', 'not-readmitted')
      and o.matures_at <= ${now.toISOString()}::timestamptz and o.stay_id = any(${among(ids)})`);
  const settled = rows.filter(({ discharged_at }) => !openDays.has(localDay(new Date(discharged_at), house.timeZone)));
  return new Map(
    settled.map((row) => [
      row.stay_id,
      {
        patientId: row.patient_id,
        isReadmitted: row.is_readmitted,
        actedAt: (row.acted_at ?? []).map((at) => new Date(at).toISOString()),
      },
    ]),
  );
}
