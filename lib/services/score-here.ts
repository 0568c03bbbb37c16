import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { ScoringCall, ScoringFailure } from "@/lib/core/rollout/fast-guard";
import { whyNotProbabilities } from "@/lib/core/rollout/is-sound-answer";
import { chooseFor, type Served, type ServingPlan, shadowsFor, standIns } from "@/lib/core/rollout/plan";
import type { Transaction } from "@/lib/io/database/database";
import type { House, ServingModel } from "@/lib/services/house";
import { shelfOf } from "@/lib/services/model-shelf";
import { noteCall, whyTripped } from "@/lib/services/model-watch";
import type { Scope } from "@/lib/services/verb";
import { watchCall, watchSaid, watchScore } from "@/lib/services/watch-scoring";

/** A stay and the ward it is on; the ward decides which version speaks. */
export interface StayToScore {
  readonly prepared: PreparedStay;
  readonly wardId: string | null;
}

/** Which version spoke, by which decision, and for whom it stood in. */
export interface ServedBy extends Served {
  /** The version that should have spoken and failed. */
  readonly insteadOf: string | null;
}

export interface Said {
  readonly scored: ScoredStay;
  readonly served: ServedBy;
}

/** What a shadow said of a stay; nobody on a ward sees it. */
export interface ShadowSaid {
  readonly stayId: string;
  readonly served: Served;
  readonly probability: number;
  readonly tier: NonNullable<ScoredStay["tier"]>;
}

/** A version that somebody can stand in for is not waited for longer. */
const PATIENCE_MS = 2_000;
const PATIENCE_A_STAY_MS = 2;

class TooSlow extends Error {}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow()), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Attempt {
  readonly scored: readonly ScoredStay[] | null;
  readonly thrown: unknown;
  readonly call: Omit<ScoringCall, "pairs">;
}

/** One call of one version, whose numbers are looked at before anybody is given them. */
async function attempt(
  scope: ScoringScope,
  version: string,
  stays: readonly PreparedStay[],
  patienceMs: number | null,
): Promise<Attempt> {
  const begun = performance.now();
  const done = (failure: ScoringFailure | null, scored: readonly ScoredStay[] | null, thrown: unknown): Attempt => {
    const call = { at: Date.now(), stays: stays.length, ms: performance.now() - begun, failure };
    watchCall(version, call);
    return { scored, thrown, call };
  };
  const shelf = shelfOf(scope.house);
  try {
    const model = await open(scope, version);
    const asked = watchScore(version, stays.length, () => model.score(stays));
    const scored = await (patienceMs === null ? asked : inTime(asked, patienceMs));
    // The shipped version is checked before it is released; whoever else speaks is checked each time.
    const why = version === shelf.shipped.facts.version ? null : whyNotProbabilities(scored, model.manifest);
    return why === null ? done(null, scored, null) : done("not-a-probability", null, new Error(why));
  } catch (thrown) {
    // A thread that does not come back is given up: the next call begins with a new one.
    if (thrown instanceof TooSlow) shelf.drop(version);
    return done(thrown instanceof TooSlow ? "too-slow" : "error", null, thrown);
  }
}

interface ScoringScope {
  readonly house: House;
  /** Where a version that is not open yet is read from; null: from a transaction of its own. */
  readonly tx: Transaction | null;
}

async function open({ house, tx }: ScoringScope, version: string): Promise<ServingModel> {
  const shelf = shelfOf(house);
  const known = shelf.peek(version);
  if (known !== undefined) return known;
  return tx === null ? house.database.transaction((own) => shelf.open(own, version)) : shelf.open(tx, version);
}

/** What the champion says of the same stays, so that a version on trial is seen beside it. */
async function besideChampion(
  scope: ScoringScope,
  plan: ServingPlan,
  scored: readonly ScoredStay[],
  stays: readonly PreparedStay[],
) {
  const { scored: champions } = await attempt(scope, plan.champion.modelVersion, stays, null);
  return scored.flatMap(({ probability, target }, at) => {
    const champion = champions?.[at];
    // Chances of two different things are not to be compared: all and unplanned readmissions differ as they should.
    if (probability === null || champion?.probability == null || champion.target !== target) return [];
    return [[probability, champion.probability] as const];
  });
}

/** Answers some stays by the version chosen for them, else by the champion, else by the one before it. */
async function answer(
  scope: ScoringScope,
  plan: ServingPlan,
  chosen: Served,
  stays: readonly PreparedStay[],
): Promise<Said[]> {
  const { house } = scope;
  const candidates = [chosen, ...standIns(plan, chosen)];
  let last: unknown;
  for (const [at, served] of candidates.entries()) {
    const version = served.modelVersion;
    const isLast = at === candidates.length - 1;
    // What has failed is not tried on the next patient while it waits to be rolled back.
    if (!isLast && whyTripped(house, version) !== null) continue;
    const patience = isLast ? null : PATIENCE_MS + PATIENCE_A_STAY_MS * stays.length;
    const { scored, thrown, call } = await attempt(scope, version, stays, patience);
    const isOnTrial = version !== plan.champion.modelVersion;
    const pairs = scored !== null && isOnTrial && at === 0 ? await besideChampion(scope, plan, scored, stays) : [];
    noteCall(house, version, { ...call, pairs });
    if (scored !== null) {
      const insteadOf = at === 0 ? null : chosen.modelVersion;
      watchSaid(house.log, { served: { ...served, insteadOf }, scored, ms: call.ms });
      return scored.map((one) => ({ scored: one, served: { ...served, insteadOf } }));
    }
    house.log.warn({ version, failure: call.failure, stays: stays.length }, "a model version failed; another answers");
    last = thrown;
  }
  throw last;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [at, item] of items.entries()) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), at]);
  return groups;
}

/**
 * Scores stays, each by the version that serves its ward under `plan`, in their order. A version that throws, is slow or
 * says something that is no probability is not heard: the champion answers, and what it says is marked so.
 */
export async function scoreUnder(
  scope: ScoringScope,
  plan: ServingPlan,
  stays: readonly StayToScore[],
): Promise<Said[]> {
  const chosen = stays.map(({ wardId }) => chooseFor(plan, wardId));
  const said: Said[] = new Array(stays.length);
  for (const places of groupBy(chosen, ({ modelVersion }) => modelVersion).values()) {
    const group = places.map((at) => stays[at]!.prepared);
    const answers = await answer(scope, plan, chosen[places[0]!]!, group);
    // Two rollouts of one version on two wards are one call and two decisions.
    for (const [index, at] of places.entries()) {
      const one = answers[index]!;
      said[at] = one.served.insteadOf === null ? { ...one, served: { ...chosen[at]!, insteadOf: null } } : one;
    }
  }
  return said;
}

/** The same under what serves now. */
export async function scoreHere(scope: Pick<Scope, "house" | "tx">, stays: readonly StayToScore[]): Promise<Said[]> {
  return scoreUnder(scope, await shelfOf(scope.house).plan(scope.tx), stays);
}

/** What the shadows say of stays that are being scored. One that fails says nothing, and is noted. */
export async function scoreInShadow(
  scope: ScoringScope,
  plan: ServingPlan,
  stays: readonly StayToScore[],
): Promise<ShadowSaid[]> {
  const said: ShadowSaid[] = [];
  for (const shadow of plan.shadows) {
    const version = shadow.modelVersion;
    const own = stays.filter(
      ({ wardId, prepared }) =>
        prepared.applicability.inScope &&
        shadowsFor({ ...plan, shadows: [shadow] }, { wardId, patientId: prepared.patientId }).length > 0,
    );
    if (own.length === 0 || whyTripped(scope.house, version) !== null) continue;
    const prepared = own.map((stay) => stay.prepared);
    const { scored, call } = await attempt(scope, version, prepared, PATIENCE_MS + PATIENCE_A_STAY_MS * own.length);
    const pairs = scored === null ? [] : await besideChampion(scope, plan, scored, prepared);
    noteCall(scope.house, version, { ...call, pairs });
    const served: Served = { modelVersion: version, alias: "shadow", rolloutId: shadow.id };
    for (const { stayId, probability, tier } of scored ?? [])
      if (probability !== null && tier !== null) said.push({ stayId, served, probability, tier });
  }
  return said;
}
