import { eq, inArray, sql } from "drizzle-orm";
import { canonicalJson } from "@/lib/core/audit/canonical-json";
import { LABEL_RULE_VERSION } from "@/lib/core/labels/label";
import {
  type KeptStay,
  keptFacts,
  labelsOf,
  nextLabelAt,
  type PatientLabel,
  type PatientLabelFacts,
} from "@/lib/core/labels/patient-label-facts";
import type { OutcomeStay } from "@/lib/core/outcomes/find-outcomes";
import type { SnapshotSubgroups } from "@/lib/core/snapshots/snapshot-row";
import { ageBand } from "@/lib/core/validation/subgroups";
import { ageInYears } from "@/lib/core/worklist/age";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { labelFacts, labels } from "@/lib/io/database/training-schema";
import { placeOf } from "@/lib/services/sealed-columns";
import { type PatientReading, shownWard } from "@/lib/services/store-reading";
import type { Scope } from "@/lib/services/verb";

/** A patient as read, and their stays as `lib/core/outcomes` takes them, in the same order. */
export interface LabelledReading {
  readonly reading: PatientReading;
  readonly stays: readonly OutcomeStay[];
  /** Epoch ms. */
  readonly diedAt: number | null;
}

/** Whose facts. */
export interface PatientFacts {
  readonly patientId: string;
  readonly facts: PatientLabelFacts;
}

const dayOf = (ms: number | null, timeZone: string): number | null =>
  ms === null ? null : Date.parse(localDay(new Date(ms), timeZone)) / 86_400_000;

function subgroupsOf(
  { patient }: PatientReading,
  { payer, language }: PatientReading["stays"][number]["prepared"]["label"],
  dischargeDay: string | null,
): SnapshotSubgroups {
  const years = dischargeDay === null ? null : ageInYears(patient.birthDate, dischargeDay);
  return {
    sex: patient.sex === "unknown" ? null : patient.sex,
    age: years === null ? null : ageBand(years),
    race: patient.race,
    ethnicity: patient.ethnicity,
    payer,
    language,
  };
}

function toFacts({ reading, stays, diedAt }: LabelledReading, timeZone: string): PatientFacts {
  const kept = reading.stays.flatMap((read, position): KeptStay[] => {
    const stay = stays[position];
    if (stay === undefined) return [];
    const { stayId, encounterIds, isSimulated, label } = read.prepared;
    const { admittedAt, dischargedAt, excludedFor } = stay;
    const day = dischargedAt === null ? null : localDay(new Date(dischargedAt), timeZone);
    return [
      {
        ...label,
        ...{ stayId, encounterIds, admittedAt, dischargedAt, excludedFor },
        admittedDay: dayOf(admittedAt, timeZone),
        dischargedDay: dayOf(dischargedAt, timeZone),
        wardId: shownWard(read),
        simulated: isSimulated,
        subgroups: subgroupsOf(reading, label, day),
      },
    ];
  });
  return { patientId: reading.patient.id, facts: { diedAt, synthetic: reading.patient.synthetic, stays: kept } };
}

/** Keeps what labels follow from; with nothing to label nothing is kept. */
async function writeFacts({ tx, house, now }: Scope, found: readonly PatientFacts[]): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ patientId, facts }) => {
    const due = nextLabelAt(facts, now.getTime());
    return {
      patientId,
      facts: house.vault.seal(facts, placeOf(labelFacts.facts, patientId)),
      fingerprint: house.vault.fingerprint(canonicalJson(facts)),
      dueAt: due === null ? null : new Date(due),
      ruleVersion: LABEL_RULE_VERSION,
      updatedAt: now,
    };
  });
  const { facts, fingerprint, dueAt, ruleVersion, updatedAt } = labelFacts;
  const sent = (column: { readonly name: string }) => sql`excluded.${sql.identifier(column.name)}`;
  await tx
    .insert(labelFacts)
    .values(rows)
    .onConflictDoUpdate({
      target: labelFacts.patientId,
      set: {
        facts: sent(facts),
        fingerprint: sent(fingerprint),
        dueAt: sent(dueAt),
        ruleVersion: sent(ruleVersion),
        updatedAt: sent(updatedAt),
      },
      setWhere: sql`(${fingerprint}, ${dueAt}, ${ruleVersion}) is distinct from (${sent(fingerprint)}, ${sent(dueAt)}, ${sent(ruleVersion)})`,
    });
}

type LabelRow = typeof labels.$inferInsert;

function toRow({ house, now }: Scope, patientId: string, said: PatientLabel): LabelRow {
  const { label, wardId, simulated, subgroups } = said;
  const { stayId, target, status, reason, plannedBasis, readmissionStayId, evidence } = label;
  const seen = { ...said, patientId, ruleVersion: LABEL_RULE_VERSION };
  return {
    ...{ stayId, patientId, wardId, target, ruleVersion: LABEL_RULE_VERSION, status, reason, plannedBasis },
    ...{ readmissionStayId, evidence, simulated, at: now },
    readmittedAt: label.readmittedAt === null ? null : new Date(label.readmittedAt),
    dischargedAt: new Date(label.dischargedAt),
    maturesAt: new Date(label.maturesAt),
    subgroups: house.vault.seal(subgroups, placeOf(labels.subgroups, stayId, target)),
    fingerprint: house.vault.fingerprint(canonicalJson(seen)),
  };
}

/** Each stay's newest labels, one a target. */
async function findNewest({ tx }: Scope, patientIds: readonly string[]) {
  return tx
    .selectDistinctOn([labels.stayId, labels.target])
    .from(labels)
    .where(inArray(labels.patientId, [...patientIds]))
    .orderBy(labels.stayId, labels.target, sql`${labels.id} desc`);
}

const keyOf = ({ stayId, target }: { readonly stayId: string; readonly target: string }) => `${target} ${stayId}`;

/**
 * Says what followed these patients' stays; what is as before makes no new row, and what can no longer be said is
 * withdrawn by a row of its own. Returns how many rows were written.
 */
export async function writeLabels(scope: Scope, found: readonly PatientFacts[]): Promise<number> {
  if (found.length === 0) return 0;
  const { now } = scope;
  const said = found.flatMap(({ patientId, facts }) =>
    labelsOf(facts, now.getTime()).map((label) => toRow(scope, patientId, label)),
  );
  const newest = await findNewest(
    scope,
    found.map(({ patientId }) => patientId),
  );
  const before = new Map(newest.map((row) => [keyOf(row), row.fingerprint]));
  const still = new Set(said.map(keyOf));
  const fresh = said.filter((row) => before.get(keyOf(row)) !== row.fingerprint);
  const withdrawn = newest
    .filter((row) => row.status !== "withdrawn" && !still.has(keyOf(row)))
    .map(({ id: _, ...row }): LabelRow => {
      const gone = { status: "withdrawn" as const, reason: null, readmissionStayId: null, readmittedAt: null };
      const key = scope.house.vault.fingerprint(`withdrawn ${row.fingerprint}`);
      return { ...row, ...gone, ruleVersion: LABEL_RULE_VERSION, fingerprint: key, at: now };
    });
  const rows = [...fresh, ...withdrawn];
  if (rows.length > 0) await scope.tx.insert(labels).values(rows);
  return rows.length;
}

/** Keeps what was just read of patients who have had a stay, and labels those stays. */
export async function storeLabels(scope: Scope, read: readonly LabelledReading[]): Promise<number> {
  const known = new Set(
    (
      await scope.tx
        .select({ patientId: labelFacts.patientId })
        .from(labelFacts)
        .where(
          inArray(
            labelFacts.patientId,
            read.map(({ reading }) => reading.patient.id),
          ),
        )
    ).map(({ patientId }) => patientId),
  );
  const found = read
    .map((one) => toFacts(one, scope.house.timeZone))
    .filter(
      ({ patientId, facts }) =>
        known.has(patientId) ||
        facts.stays.some(({ wardId, dischargedAt }) => wardId !== null && dischargedAt !== null),
    );
  await writeFacts(scope, found);
  return writeLabels(scope, found);
}

/** The kept facts of patients whose labels time or newer rules change; oldest first. */
export async function findDueFacts({ tx, house, now }: Scope, limit: number): Promise<PatientFacts[]> {
  const rows = await tx
    .select({ patientId: labelFacts.patientId, facts: labelFacts.facts })
    .from(labelFacts)
    .where(
      sql`${labelFacts.dueAt} <= ${now.toISOString()}::timestamptz or ${labelFacts.ruleVersion} <> ${LABEL_RULE_VERSION}`,
    )
    .orderBy(labelFacts.dueAt, labelFacts.patientId)
    .limit(limit);
  return rows.map(({ patientId, facts }) => ({
    patientId,
    facts: keptFacts(house.vault.open(facts, placeOf(labelFacts.facts, patientId))),
  }));
}

/** Notes until when the labels of these patients are derived. */
export async function noteDerived({ tx, now }: Scope, found: readonly PatientFacts[]): Promise<void> {
  for (const { patientId, facts } of found) {
    const due = nextLabelAt(facts, now.getTime());
    await tx
      .update(labelFacts)
      .set({ dueAt: due === null ? null : new Date(due), ruleVersion: LABEL_RULE_VERSION })
      .where(eq(labelFacts.patientId, patientId));
  }
}
