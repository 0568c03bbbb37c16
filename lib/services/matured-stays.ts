import { and, eq, gt, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { View } from "@/lib/core/features/feature-spec";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { OUTCOME_TARGET } from "@/lib/core/outcomes/outcome";
import { type AttritionCount, attritionTable, exclusionWords } from "@/lib/core/validation/attrition";
import { subgroupsOf } from "@/lib/core/validation/subgroups";
import type { AttritionStep, ValidationRow } from "@/lib/core/validation/validation-input";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { ScoreRange } from "@/lib/core/worklist/worklist-row";
import { outcomes, patients, predictions, resources, stays, wards } from "@/lib/io/database/schema";
import { openResource } from "@/lib/io/stored-resource";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";
import { openIdentity } from "@/lib/services/patient-identity";
import type { Scope } from "@/lib/services/verb";

/** Patients opened at a time: between two such batches pages are served. */
const BATCH = 500;

const PENDING = "The 30 days after discharge are not over";

/** A stay that can have a readmission and whose 30 days are over, with the prediction that stands for it. */
interface MaturedStay {
  readonly stay_id: string;
  readonly patient_id: string;
  readonly ward: string | null;
  readonly status: "readmitted" | "not-readmitted" | "died";
  readonly simulated: boolean;
  readonly discharged_at: string;
  readonly readmitted_at: string | null;
  /** null: no prediction of this version. */
  readonly scored_at: string | null;
  readonly probability: number | null;
  readonly view: View | null;
  readonly lace: ScoreRange | null;
  readonly hospital: ScoreRange | null;
  readonly reasons: readonly string[] | null;
}

/** Everything a validation needs of the database, as it was at one moment. */
export interface MaturedStays {
  readonly stays: readonly MaturedStay[];
  readonly counts: readonly AttritionCount[];
}

/** Stays that never come to an outcome, by why. */
async function countWithoutOutcome({ tx }: Scope): Promise<AttritionCount[]> {
  const why = sql<string>`case
    when ${stays.goneAt} is not null then 'No longer in the record'
    when ${outcomes.status} = 'excluded' then coalesce(${outcomes.reason}, 'Cannot have a readmission')
    when ${outcomes.status} is not null then null
    when ${stays.isCurrent} then 'Still in hospital'
    when ${stays.wardId} is null then 'On none of this hospital’s wards'
    when ${stays.dischargedAt} is null then 'No discharge time recorded'
    else 'Outcome not looked for yet' end`;
  const rows = await tx
    .select({ reason: why.as("why"), stays: sql<number>`count(*)::int` })
    .from(stays)
    .leftJoin(outcomes, and(eq(outcomes.stayId, stays.id), eq(outcomes.target, OUTCOME_TARGET)))
    .groupBy(sql`1`);
  return rows.flatMap(({ reason, stays: count }) =>
    reason === null ? [] : [{ end: { step: "index" as const, reason: exclusionWords(reason) }, stays: count }],
  );
}

/**
 * A readmission is known the day it happens, and that there was none only after 30 days. Stays of the last 30 days are
 * left out whatever is known of them: among them only the readmitted would count.
 */
async function countPending({ tx, now }: Scope): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(outcomes)
    .innerJoin(stays, eq(stays.id, outcomes.stayId))
    .where(
      and(
        eq(outcomes.target, OUTCOME_TARGET),
        ne(outcomes.status, "excluded"),
        or(eq(outcomes.status, "pending"), gt(outcomes.maturesAt, now)),
        isNull(stays.goneAt),
      ),
    );
  return row?.count ?? 0;
}

/**
 * Each with one prediction: the newest that was stored no later than a day after discharge and before any readmission,
 * else the newest there is (see `isProspective`, which tells the two apart again).
 */
async function findMatured({ tx, now }: Scope, version: string, since: Date): Promise<MaturedStay[]> {
  const { rows } = await tx.execute<MaturedStay & Record<string, unknown>>(sql`
    select distinct on (o.stay_id)
      o.stay_id, s.patient_id, w.name as ward, o.status, o.simulated,
      o.discharged_at::text, o.readmitted_at::text, p.at::text as scored_at, p.probability, p.view,
      p.summary->'lace' as lace, p.summary->'hospital' as hospital, p.summary->'abstentionReasons' as reasons
    from ${outcomes} o
    join ${stays} s on s.id = o.stay_id and s.gone_at is null
    left join ${wards} w on w.id = s.ward_id
    left join ${predictions} p
      on p.stay_id = o.stay_id and p.target = o.target and p.model_version = ${version}
    where o.target = ${OUTCOME_TARGET} and o.status in ('readmitted', 'not-readmitted', 'died')
      and o.matures_at <= ${now.toISOString()}::timestamptz
      and o.discharged_at >= ${since.toISOString()}::timestamptz
    order by o.stay_id,
      (p.at <= o.discharged_at + interval '24 hours' and (o.readmitted_at is null or p.at < o.readmitted_at)) desc nulls last,
      p.at desc nulls last`);
  return rows;
}

function endOf({ scored_at, probability, reasons }: MaturedStay, version: string): AttritionCount["end"] {
  if (scored_at === null) return { step: "scored", reason: `No prediction of version ${version}` };
  if (probability === null) return { step: "population", reason: reasons?.[0] ?? "The model gave no probability" };
  return { step: "analysed" };
}

/**
 * Which stays count, and why others do not, for a version (the champion where none is named); only those that left since
 * a moment, where one is given. What is left out is counted whenever it left.
 */
export async function findMaturedStays(
  scope: Scope,
  version = scope.house.model.facts.version,
  since = new Date(0),
): Promise<MaturedStays> {
  const found = await findMatured(scope, version, since);
  const pending = await countPending(scope);
  return {
    stays: found,
    counts: [
      ...(await countWithoutOutcome(scope)),
      { end: { step: "matured", reason: PENDING }, stays: pending },
      ...found.map((stay) => ({ end: endOf(stay, version), stays: 1 })),
    ],
  };
}

interface Person {
  readonly sex: string;
  readonly birthDate: string | null;
  readonly race: string | null;
  readonly ethnicity: string | null;
}

/** Sex, birth date, race and ethnicity of some patients; nothing of it is stored or shown but as counts. */
async function findPeople({ database, vault }: House, ids: readonly string[]): Promise<Map<string, Person>> {
  const [known, records] = await database.transaction(async (tx) => [
    await tx
      .select()
      .from(patients)
      .where(inArray(patients.id, [...ids])),
    await tx
      .select()
      .from(resources)
      .where(and(inArray(resources.patientId, [...ids]), eq(resources.type, "Patient"))),
  ]);
  const byPatient = new Map(records.map((row) => [row.patientId, row]));
  return new Map(
    known.map((row) => {
      const { sex, birthDate } = openIdentity(vault, row, "1900-01-01");
      const record = byPatient.get(row.id);
      const said = record === undefined ? null : preparePatient([openResource(vault, record)]).patient;
      return [row.id, { sex, birthDate, race: said?.race ?? null, ethnicity: said?.ethnicity ?? null }];
    }),
  );
}

async function findAllPeople(house: House, ids: readonly string[]): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = await withFreshDataKeys(house, () => findPeople(house, ids.slice(from, from + BATCH)));
    for (const [id, person] of batch) people.set(id, person);
  }
  return people;
}

const iso = (written: string): string => new Date(written).toISOString();

/** What was found, as the rows and the attrition of a validation. */
export async function toValidationRows(
  house: House,
  { stays: found, counts }: MaturedStays,
): Promise<{
  readonly rows: readonly ValidationRow[];
  readonly attrition: readonly AttritionStep[];
  readonly simulated: boolean;
}> {
  const analysed = found.filter(({ probability }) => probability !== null);
  const people = await findAllPeople(house, [...new Set(analysed.map(({ patient_id }) => patient_id))]);
  const rows = analysed.map((stay): ValidationRow => {
    const dischargedAt = iso(stay.discharged_at);
    const person = people.get(stay.patient_id) ?? { sex: "unknown", birthDate: null, race: null, ethnicity: null };
    return {
      patientId: stay.patient_id,
      stayId: stay.stay_id,
      probability: Number(stay.probability),
      outcome: stay.status === "readmitted" ? 1 : 0,
      died: stay.status === "died",
      lace: stay.lace,
      hospital: stay.hospital,
      view: stay.view ?? "discharge",
      dischargedAt,
      readmittedAt: stay.readmitted_at === null ? null : iso(stay.readmitted_at),
      scoredAt: iso(stay.scored_at ?? stay.discharged_at),
      subgroups: subgroupsOf({ ...person, ward: stay.ward }, localDay(dischargedAt, house.timeZone)),
    };
  });
  return { rows, attrition: attritionTable(counts), simulated: found.some(({ simulated }) => simulated) };
}
