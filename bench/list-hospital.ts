import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Role } from "@/lib/core/access/access";
import { FAMILY_NAMES, GIVEN_NAMES } from "@/lib/core/demo/demo-names";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { ClinicalScore, ScoredStay } from "@/lib/core/model/scored-stay";
import { sessions, users, userWards, wards } from "@/lib/io/database/schema";
import type { House } from "@/lib/services/house";
import { type PatientReading, storePatients, storeReadings } from "@/lib/services/store-reading";

/** Who reads: a session that is open, and whose it is. */
export interface BenchReader {
  readonly userId: string;
  readonly sessionId: string;
}

const WARDS = 10;
const TIERS = ["very-high", "high", "moderate", "low"] as const;

const score: ClinicalScore = { low: 5, high: 8, maximum: 19, version: "bench", components: [], unknown: [] };

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length]!;

/** A current inpatient as reading and scoring would give them, with every term of a model. Made up, and said to be. */
function readingOf(at: number, now: Date, units: number): PatientReading {
  const id = `bench-${at}`;
  const isScored = at % 5 !== 0;
  const probability = isScored ? 0.02 + ((at * 37) % 100) / 250 : null;
  const day = 86_400_000;
  const common = {
    patientId: id,
    stayId: `stay-${id}`,
    encounterIds: [`stay-${id}`],
    admittedAt: new Date(now.getTime() - ((at % 9) + 1) * day).toISOString(),
    dischargedAt: null,
    view: "stay" as const,
    scores: { lace: score, hospital: { ...score, maximum: 13 } },
    applicability: { inScope: isScored, reasons: isScored ? [] : ["No diabetes is on record."] },
    issues:
      at % 3 === 0
        ? [{ code: "specialty-missing", severity: "warning" as const, detail: "No specialty is recorded." }]
        : [],
  };
  const scored: ScoredStay = {
    ...common,
    probability,
    tier: isScored ? pick(TIERS, at) : null,
    baseline: isScored ? -2 : null,
    drivers: isScored
      ? FEATURES.map(({ name }, place) => ({
          feature: name,
          label: name,
          value: null,
          contribution: ((at + place) % 2 === 0 ? 1 : -1) * (0.6 / (place + 1)),
          evidence: [`Encounter/stay-${id}`],
        }))
      : [],
    target: "any-readmission-30d",
    modelVersion: "1.0.0",
  };
  return {
    patient: {
      id,
      familyName: pick(FAMILY_NAMES, at * 7),
      givenNames: pick(GIVEN_NAMES[at % 2 === 0 ? "female" : "male"], at * 3),
      birthDate: `19${30 + (at % 60)}-0${1 + (at % 9)}-1${at % 10}`,
      sex: at % 2 === 0 ? "female" : "male",
      mrn: String(4_000_000 + at),
      race: null,
      ethnicity: null,
      deceased: null,
      deceasedAt: null,
      synthetic: true,
    },
    stays: [
      {
        prepared: {
          ...common,
          encoded: new Float32Array(FEATURES.length).fill(1),
          evidence: FEATURES.map(() => []),
          ending: null,
          isSimulated: true,
          label: {
            ...{
              provider: null,
              cameFromHospital: false,
              isAcute: true,
              isPsychiatric: false,
              isRehabilitation: false,
            },
            ...{ principal: null, procedures: { codes: [], isComplete: false }, payer: null, language: null },
          },
          summary: {
            isCurrent: true,
            wardId: `w${at % units}`,
            wardName: null,
            bed: `${at % units}-${Math.floor(at / units)}`,
            plannedEndAt: at % 4 === 3 ? null : new Date(now.getTime() + (at % 4) * day).toISOString(),
          },
        },
        scored,
      },
    ],
  };
}

/** Wards, current inpatients, and so many people who see all of them, each signed in. */
export async function makeHospital(
  house: House,
  current: number,
  readers: number,
  { units = WARDS, role = "nurse" as Role } = {},
): Promise<BenchReader[]> {
  const now = house.clock.now();
  const actor = { id: "system", name: "bench", role: "system", wardIds: [] } as const;
  await house.database.transaction((tx) =>
    tx
      .insert(wards)
      .values(Array.from({ length: units }, (_, at) => ({ id: `w${at}`, name: `Ward ${at}`, physicalBeds: 60 }))),
  );
  for (let from = 0; from < current; from += 25) {
    const readings = Array.from({ length: Math.min(25, current - from) }, (_, at) => readingOf(from + at, now, units));
    await house.database.transaction(async (tx) => {
      const scope = { house, tx, actor, now };
      await storePatients(
        scope,
        readings.map(({ patient }) => patient),
      );
      await storeReadings(scope, readings);
    });
  }
  return house.database.transaction(async (tx) => {
    const made: BenchReader[] = [];
    for (let at = 0; at < readers; at++) {
      const [userId, sessionId] = [randomUUID(), randomUUID()];
      const name = `Bench ${role} ${at}`;
      await tx.insert(users).values({ id: userId, email: `bench-${at}@bench`, name, role, createdAt: now });
      await tx.insert(userWards).values(Array.from({ length: units }, (_, ward) => ({ userId, wardId: `w${ward}` })));
      const expiresAt = new Date(now.getTime() + 43_200_000);
      await tx.insert(sessions).values({ id: sessionId, userId, createdAt: now, lastActiveAt: now, expiresAt });
      made.push({ userId, sessionId });
    }
    return made;
  });
}

/**
 * Past stays, so that there are `total` stays in all: a patient for each three, a prediction each, an outcome each, and
 * as many rows in `changes`. Written by the database itself: a list never reads them, it only must not slow down for them.
 */
export async function fillPast({ database }: House, total: number): Promise<void> {
  await database.session(async (connection) => {
    await connection.execute(sql`set statement_timeout = 0`);
    await connection.execute(sql`set session_replication_role = replica`);
    const { rows: had } = await connection.execute<{ n: string }>(sql`select count(*) as n from stays`);
    const from = Number(had[0]?.n);
    await connection.execute(sql`
      insert into patients (id, identity, synthetic, updated_at)
      select 'past-' || n, decode(repeat(md5(n::text), 6), 'hex'), true, now() - interval '30 days' - n * interval '1 second'
      from generate_series(${from}::int / 3 + 1, ${total}::int / 3 + 1) as n on conflict do nothing`);
    await connection.execute(sql`
      insert into stays (id, patient_id, ward_id, bed, is_current, admitted_at, discharged_at, prediction_id, updated_at)
      select 'past-stay-' || n, 'past-' || (n / 3 + 1), 'w' || (n % ${WARDS}), 'x', false,
        now() - interval '40 days' - n * interval '1 minute', now() - interval '35 days' - n * interval '1 minute',
        ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now() - interval '30 days'
      from generate_series(${from}::int + 1, ${total}::int) as n`);
    await connection.execute(sql`
      insert into predictions (id, stay_id, patient_id, at, model_version, target, view, probability, tier, features,
        scored, sentences, summary, fingerprint)
      select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'past-stay-' || n, 'past-' || (n / 3 + 1),
        now() - interval '35 days' - n * interval '1 minute', '1.0.0', 'any-readmission-30d', 'discharge',
        (n % 40) / 100.0, 'low', array_fill(1::real, array[${FEATURES.length}::int]), '{}'::jsonb, '{}'::text[],
        '{"topDrivers": [], "abstentionReasons": [], "issueCount": 0}'::jsonb, md5(n::text)
      from generate_series(${from}::int + 1, ${total}::int) as n`);
    await connection.execute(sql`
      insert into outcomes (stay_id, target, status, discharged_at, matures_at, simulated, updated_at)
      select 'past-stay-' || n, 'any-readmission-30d', 'not-readmitted', now() - interval '35 days' - n * interval '1 minute',
        now() - interval '5 days' - n * interval '1 minute', true, now()
      from generate_series(${from}::int + 1, ${total}::int) as n`);
    await connection.execute(sql`
      insert into changes (at, kind, ref) select now() - interval '30 days', 'prediction', 'past-' || n
      from generate_series(${from}::int + 1, ${total}::int) as n`);
    await connection.execute(sql`set session_replication_role = origin`);
    for (const table of ["patients", "stays", "predictions", "changes", "outcomes"])
      await connection.execute(sql`vacuum analyze ${sql.identifier(table)}`);
  });
}
