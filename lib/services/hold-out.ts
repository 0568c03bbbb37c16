import type { CorrectedStay, HoldOutRow, Latency } from "@/lib/core/gates/gate-input";
import type { LabelTarget } from "@/lib/core/labels/label";
import { snapshotAttrition } from "@/lib/core/snapshots/snapshot-attrition";
import type { SnapshotSubgroups } from "@/lib/core/snapshots/snapshot-row";
import type { AttritionStep } from "@/lib/core/validation/validation-input";
import { correctRows } from "@/lib/services/correct-rows";
import type { House } from "@/lib/services/house";
import { type KeptFeatures, type OpenVersion, scoreFeatures, withVersion } from "@/lib/services/score-features";
import { findSnapshotRows } from "@/lib/services/snapshot-rows";

const TIMED = 100;

const WORDS: Readonly<Record<keyof SnapshotSubgroups, string>> = {
  sex: "Sex",
  age: "Age",
  race: "Race",
  ethnicity: "Ethnicity",
  payer: "Payer",
  language: "Language",
};

function subgroupsOf(groups: SnapshotSubgroups): Record<string, string> {
  const named = Object.entries(WORDS) as [keyof SnapshotSubgroups, string][];
  return Object.fromEntries(named.flatMap(([key, word]) => (groups[key] === null ? [] : [[word, groups[key]]])));
}

/** The 95th of a hundred scorings of one stay, in milliseconds. */
async function timeOne(model: OpenVersion, rows: readonly KeptFeatures[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < TIMED; round++) {
    const row = rows[round % rows.length];
    if (row === undefined) break;
    const began = performance.now();
    await scoreFeatures(model, [row]);
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0;
}

interface Wanted {
  readonly target: LabelTarget;
  /** Discharged later than this, ISO-8601; null: since ever. */
  readonly after: string | null;
  readonly champion: string;
  readonly candidate: string;
}

interface HoldOut {
  readonly rows: readonly HoldOutRow[];
  readonly attrition: readonly AttritionStep[];
  readonly simulated: boolean;
  readonly latency: Latency | null;
}

/**
 * The stays two versions are compared on, with what both say of each: every matured stay later than what either learnt
 * from, as recorded. What reviewers flagged, excluded or corrected leaves none out.
 */
export async function findHoldOut(house: House, { target, after, champion, candidate }: Wanted): Promise<HoldOut> {
  const query = {
    asOf: house.clock.now().toISOString(),
    target,
    // The first instant after it.
    dischargedFrom: after === null ? null : new Date(Date.parse(after) + 1).toISOString(),
    dischargedBefore: null,
    adjudications: "none" as const,
  };
  const { rows: found, leftOut } = await findSnapshotRows(house, query);
  // What reviewers put right, with nobody left out: shown beside what was recorded.
  const righted = await correctRows(house, { ...query, adjudications: "corrections-only" }, found);
  const correctionOf = new Map(righted.rows.map((row) => [row.stayId, row]));
  const touched = found.flatMap((row) => {
    const other = correctionOf.get(row.stayId);
    return other === undefined || other === row ? [] : [other];
  });
  const toKept = ({ features }: Pick<KeptFeatures, "features">): KeptFeatures => ({ features, view: "discharge" });
  const kept = found.map(toKept);
  const ask = (version: string) =>
    withVersion(house, version, async (model) => ({
      said: await scoreFeatures(model, kept),
      saidOfTouched: await scoreFeatures(model, touched.map(toKept)),
      p95: kept.length === 0 ? null : await timeOne(model, kept),
    }));
  const theirs = await ask(champion);
  const ours = await ask(candidate);
  const correctedStays = new Map(
    touched.map(({ stayId, label }, at): [string, CorrectedStay] => {
      const [champion, candidate] = [theirs.saidOfTouched[at] ?? null, ours.saidOfTouched[at] ?? null];
      return [stayId, { outcome: label, champion, candidate }];
    }),
  );
  const rows = found.map((row, at): HoldOutRow => {
    const { patientId, stayId, dischargedAt, label, died, treated, lace, hospital, subgroups } = row;
    return {
      patientId,
      stayId,
      dischargedAt,
      outcome: label,
      died,
      treated: treated.length > 0,
      champion: theirs.said[at] ?? null,
      candidate: ours.said[at] ?? null,
      lace,
      hospital,
      subgroups: subgroupsOf(subgroups),
      corrected: correctedStays.get(stayId) ?? null,
    };
  });
  return {
    rows,
    attrition: snapshotAttrition(leftOut, rows.length),
    simulated: found.some(({ simulated }) => simulated),
    latency:
      theirs.p95 === null || ours.p95 === null ? null : { champion: theirs.p95, candidate: ours.p95, stays: TIMED },
  };
}
