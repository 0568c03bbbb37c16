import { and, desc, eq, inArray, isNull, or } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { VIEWS } from "@/lib/core/features/feature-spec";
import type { TierMove } from "@/lib/core/gates/gate-report";
import { tierMoves } from "@/lib/core/gates/tier-moves";
import { TARGET_WORDS, targetDifference } from "@/lib/core/labels/label-words";
import { overlayShapes } from "@/lib/core/model/overlay-shapes";
import { tierOf } from "@/lib/core/model/tier";
import type { ComparedVersion, CompareView, MovedPatient } from "@/lib/core/registry/compare-view";
import type { ModelVersion } from "@/lib/core/registry/model-version";
import { seesSilentScores } from "@/lib/core/validation/model-visibility";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { modelGates } from "@/lib/io/database/gate-schema";
import { patients, predictions, stays, wards } from "@/lib/io/database/schema";
import type { House } from "@/lib/services/house";
import { shelfOf } from "@/lib/services/model-shelf";
import { openIdentity } from "@/lib/services/patient-identity";
import { findVersions } from "@/lib/services/registry";
import { scoreFeatures, withVersion } from "@/lib/services/score-features";
import { type Caller, type Scope, type Verb, verb } from "@/lib/services/verb";

const version = z.string().min(1).max(40).nullish();
/** Left out: the champion, and the newest other version. */
const pair = z.object({ first: version, second: version });

function toCompared({ version, manifest, isExplained }: ModelVersion): ComparedVersion {
  return {
    version,
    isExplained,
    target: TARGET_WORDS[manifest.target],
    results: VIEWS.map((view) => {
      const { n, positives, auroc, aurocCi95, ece, calibrationSlope } = manifest.metrics[view];
      return { view, stays: n, readmissions: positives, auroc, aurocCi95, ece, calibrationSlope };
    }),
  };
}

/** The newest time one of the two was held against the other. */
async function findOnSameStays(
  { tx, house }: Scope,
  first: string,
  second: string,
): Promise<CompareView["onSameStays"]> {
  const { modelVersion, championVersion } = modelGates;
  const [row] = await tx
    .select({ id: modelGates.id, report: modelGates.report })
    .from(modelGates)
    .where(
      and(
        eq(modelGates.task, house.model.facts.task),
        or(
          and(eq(modelVersion, first), eq(championVersion, second)),
          and(eq(modelVersion, second), eq(championVersion, first)),
        ),
      ),
    )
    .orderBy(desc(modelGates.at), desc(modelGates.id))
    .limit(1);
  if (row === undefined) return null;
  const { at, champion, candidate, simulated, comparison, groups, tierMoves } = row.report;
  return {
    ...{ id: row.id, at, simulated, comparison, groups, tierMoves },
    champion: champion.version,
    candidate: candidate.version,
  };
}

/** Patients in hospital now on these wards, with the values their newest score was made from. */
async function findCurrent({ tx }: Scope, wardIds: readonly string[]) {
  return tx
    .select({
      stayId: stays.id,
      bed: stays.bed,
      wardName: wards.name,
      patient: { id: patients.id, identity: patients.identity, synthetic: patients.synthetic },
      features: predictions.features,
      view: predictions.view,
      probability: predictions.probability,
    })
    .from(stays)
    .innerJoin(wards, eq(wards.id, stays.wardId))
    .innerJoin(patients, eq(patients.id, stays.patientId))
    .innerJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(and(inArray(stays.wardId, [...wardIds]), stays.isCurrent, isNull(stays.goneAt)));
}

const begin = verb({
  name: "compare-models",
  input: pair,
  about: ({ first, second }): Record<string, string> => ({
    ...(first ? { modelVersion: first } : {}),
    ...(second ? { second } : {}),
  }),
  wards: async () => [],
  run: async (scope, asked) => {
    const { tx, house, actor, now } = scope;
    const { task } = house.model.facts;
    const versions = await findVersions(tx, task);
    const first = asked.first ?? (await shelfOf(house).plan(tx)).champion.modelVersion;
    const second = asked.second ?? versions.findLast((known) => known.version !== first)?.version ?? first;
    const find = (wanted: string): ModelVersion => {
      const found = versions.find((one) => one.version === wanted);
      if (found === undefined) throw new Fault("not-found", `There is no version ${wanted} of the ${task} model.`);
      return found;
    };
    const current = (await findCurrent(scope, actor.wardIds)).filter(({ probability }) => probability !== null);
    // Who cares for patients must not learn what a version says that wards are not shown.
    const namesPatients = seesSilentScores(actor.role);
    const today = localDay(now, house.timeZone);
    const named = current.map(({ patient, ...rest }) => {
      const who = namesPatients ? openIdentity(house.vault, patient, today) : null;
      return { ...rest, name: who === null ? null : [who.familyName, who.givenNames].filter(Boolean).join(", ") };
    });
    const output = {
      one: find(first),
      other: find(second),
      versions: versions.map((known) => known.version).reverse(),
      onSameStays: await findOnSameStays(scope, first, second),
      current: named,
      namesPatients,
    };
    return {
      output,
      audit: {
        target: { task, modelVersion: first, second },
        detail: { patients: current.length, named: namesPatients },
      },
    };
  },
});

type Begun = Awaited<ReturnType<typeof begin>>;

async function compareNow(house: House, { one, other, current, namesPatients }: Begun): Promise<CompareView["now"]> {
  const kept = current.map(({ features, view }) => ({ features, view }));
  const ask = (wanted: string) => withVersion(house, wanted, (model) => scoreFeatures(model, kept));
  const [first, second] = [await ask(one.version), await ask(other.version)];
  const tier = (probability: number | null, { manifest }: ModelVersion) =>
    probability === null ? null : tierOf(probability, manifest.operatingPoints);
  const said = current.map(({ stayId, name, wardName, bed }, at) => {
    const [p, q] = [first[at] ?? null, second[at] ?? null];
    return {
      ...{ stayId, wardName, bed, name: name ?? "" },
      first: { probability: p, tier: tier(p, one) },
      second: { probability: q, tier: tier(q, other) },
    } satisfies MovedPatient;
  });
  const moves: TierMove[] = tierMoves(said.map(({ first: a, second: b }) => ({ from: a.tier, to: b.tier })));
  const moved = said
    .filter(({ first: a, second: b }) => a.tier !== b.tier)
    .sort((a, b) => (b.second.probability ?? 0) - (a.second.probability ?? 0));
  return { compared: current.length, moves, patients: namesPatients ? moved : null };
}

async function compare(house: House, caller: Caller, input: z.input<typeof pair>): Promise<CompareView> {
  const begun = await begin(house, caller, input);
  const { one, other, versions, onSameStays } = begun;
  return {
    first: toCompared(one),
    second: toCompared(other),
    versions,
    targetDifference: targetDifference(one.manifest.target, other.manifest.target),
    onSameStays,
    shapes: one.isExplained && other.isExplained ? overlayShapes(one.manifest, other.manifest, "discharge") : null,
    now: await compareNow(house, begun),
    timeZone: house.timeZone,
  };
}

/**
 * Two versions side by side: how each did where it learnt and on the same stays, what they add for every value, and
 * whose tier would change on the reader's wards today. Patients are named to those alone who may see silent scores.
 */
export const compareModels: Verb<typeof pair, CompareView> = Object.assign(compare, {
  verbName: "compare-models" as const,
  input: pair,
});
