import { and, desc, eq, getTableColumns } from "drizzle-orm";
import { maySeeWard, mayUse } from "@/lib/core/access/access";
import type { GateSummary } from "@/lib/core/gates/gates-view";
import { TARGET_WORDS } from "@/lib/core/labels/label-words";
import type { ModelVersion } from "@/lib/core/registry/model-version";
import type { OwnWard, RolloutView, VersionRow, VersionsMay, WishView } from "@/lib/core/registry/versions-view";
import { whyNotConfirm } from "@/lib/core/rollout/confirmation";
import { chooseFor, type ServingPlan } from "@/lib/core/rollout/plan";
import { type Rollout, type RolloutEvent, toRollouts } from "@/lib/core/rollout/rollout";
import { modelVisibility } from "@/lib/core/validation/model-visibility";
import type { Transaction } from "@/lib/io/database/database";
import { modelGates } from "@/lib/io/database/gate-schema";
import { users, validationReports, visibilityDecisions, wards } from "@/lib/io/database/schema";
import { trainingRuns } from "@/lib/io/database/training-run-schema";
import { shelfOf } from "@/lib/services/model-shelf";
import { findVersions } from "@/lib/services/registry";
import { findRolloutEvents } from "@/lib/services/rollout-record";
import type { Scope } from "@/lib/services/verb";

type Names = ReadonlyMap<string, string>;
const nameOf = (names: Names, id: string): string =>
  names.get(id) ?? (id.startsWith("system") ? "the operator of this server" : id);

async function findNames(tx: Transaction): Promise<Names> {
  return new Map((await tx.select({ id: users.id, name: users.name }).from(users)).map(({ id, name }) => [id, name]));
}

/** Who asked for each training: a version trained here is theirs, not the machine's. */
async function findAskers(tx: Transaction, task: string): Promise<ReadonlyMap<string, string>> {
  const { id, byUser } = trainingRuns;
  const rows = await tx.select({ id, byUser }).from(trainingRuns).where(eq(trainingRuns.task, task));
  return new Map(rows.map((run) => [run.id, run.byUser]));
}

interface Told {
  readonly names: Names;
  readonly wardNames: Names;
  readonly events: readonly RolloutEvent[];
}

function toView(rollout: Rollout, { names, wardNames, events }: Told): RolloutView {
  const { id, alias, modelVersion, wardIds, share, why, approvalReference, byUser, at, ended } = rollout;
  const first = events.find((event) => event.id === id && event.kind === "ask");
  return {
    ...{ id, alias, modelVersion, share, why, approvalReference, at },
    overrides: first ? { byName: nameOf(names, first.byUser), why: first.why } : null,
    wards: wardIds?.map((ward) => wardNames.get(ward) ?? ward) ?? null,
    byName: nameOf(names, byUser),
    ended: ended && { at: ended.at, byName: nameOf(names, ended.byUser), why: ended.why, cause: ended.cause },
  };
}

const NOT_ALL_WARDS = "Somebody who has all of these wards must confirm this.";

/** What was asked for and still can be confirmed, newest first, with why this reader cannot. */
function wishesOf({ actor, now }: Scope, events: readonly RolloutEvent[], names: Names, wardNames: Names): WishView[] {
  return events
    .filter(({ kind }) => kind === "ask")
    .flatMap((wish): WishView[] => {
      const by = { ...wish, userId: actor.id, role: actor.role, at: now.toISOString() };
      // Over for everybody: confirmed, too old, or another champion serves since.
      if (whyNotConfirm(wish, { ...by, userId: "", role: "" }, events) !== null) return [];
      const why = whyNotConfirm(wish, by, events);
      const { id, alias, modelVersion, wardIds, share, approvalReference, byUser, byRole, at } = wish;
      return [
        {
          ...{ rolloutId: id, alias, modelVersion, wardIds, share, approvalReference, byRole, at, why: wish.why },
          wards: wardIds?.map((ward) => wardNames.get(ward) ?? ward) ?? null,
          byName: nameOf(names, byUser),
          whyNotConfirm: mayUse(actor.role, "promote-model")
            ? (why?.sentence ?? (wardIds?.every((ward) => maySeeWard(actor, ward)) === false ? NOT_ALL_WARDS : null))
            : "A second person of another role must confirm this.",
        },
      ];
    })
    .reverse();
}

const { report: _report, task: _task, ...summarised } = getTableColumns(modelGates);

/** The newest gates of every version. */
async function findNewestGates(tx: Transaction, task: string, names: Names): Promise<Map<string, GateSummary>> {
  const rows = await tx
    .selectDistinctOn([modelGates.modelVersion], summarised)
    .from(modelGates)
    .where(eq(modelGates.task, task))
    .orderBy(modelGates.modelVersion, desc(modelGates.at), desc(modelGates.id));
  return new Map(
    rows.map(({ byUser, at, ...row }) => [
      row.modelVersion,
      { ...row, at: at.toISOString(), byName: nameOf(names, byUser) },
    ]),
  );
}

/** What was reported and decided about showing each version's scores. */
async function findStanding(tx: Transaction, task: string) {
  const { report: __, task: ___, byUser: ____, ...facts } = getTableColumns(validationReports);
  const reports = await tx
    .select(facts)
    .from(validationReports)
    .where(and(eq(validationReports.task, task)));
  const { kind, reportId, userId, role, at, modelVersion } = visibilityDecisions;
  const decisions = await tx
    .select({ kind, reportId, userId, role, at, modelVersion })
    .from(visibilityDecisions)
    .where(eq(visibilityDecisions.task, task));
  return {
    reports: reports.map((row) => ({ ...row, at: row.at.toISOString() })),
    decisions: decisions.map((row) => ({ ...row, at: row.at.toISOString() })),
  };
}

const isChampion = (plan: ServingPlan, version: string): boolean => chooseFor(plan, null).modelVersion === version;

/** Everything the screens about versions are made from. */
export async function findVersionRows(scope: Scope) {
  const { tx, house } = scope;
  const { task } = house.model.facts;
  const names = await findNames(tx);
  const allWards = await tx.select({ id: wards.id, name: wards.name }).from(wards).orderBy(wards.name);
  const wardNames: Names = new Map(allWards.map(({ id, name }) => [id, name]));
  const versions = await findVersions(tx, task);
  const plan = await shelfOf(house).plan(tx);
  const events = await findRolloutEvents(tx, task);
  const rollouts = toRollouts(events)
    .map((rollout) => toView(rollout, { names, wardNames, events }))
    .reverse();
  const gates = await findNewestGates(tx, task, names);
  const { reports, decisions } = await findStanding(tx, task);
  const askers = await findAskers(tx, task);
  const toRow = ({ version, source, manifest, at, byUser, isExplained, trainingRunId }: ModelVersion): VersionRow => {
    const own = reports.filter(({ modelVersion }) => modelVersion === version);
    const said = decisions.filter(({ modelVersion }) => modelVersion === version);
    const newest = [...own].sort((a, b) => b.at.localeCompare(a.at))[0];
    return {
      ...{ version, source, at, isExplained },
      target: TARGET_WORDS[manifest.target],
      byName: nameOf(names, askers.get(trainingRunId ?? "") ?? byUser),
      serves: rollouts.filter((one) => one.modelVersion === version && one.ended === null),
      isChampion: isChampion(plan, version),
      gates: gates.get(version) ?? null,
      validation: newest
        ? { verdict: newest.verdict, at: newest.at, stays: newest.stays, simulated: newest.simulated }
        : null,
      visibility: modelVisibility(said, own, house.isDemo),
    };
  };
  return {
    task,
    versions,
    rows: versions.map(toRow).reverse(),
    rollouts,
    wishes: wishesOf(scope, events, names, wardNames),
    wards: allWards
      .filter(({ id }) => maySeeWard(scope.actor, id))
      .map((ward): OwnWard => ({ ...ward, version: chooseFor(plan, ward.id).modelVersion })),
    champion: plan.champion.modelVersion,
    previous: plan.previous?.modelVersion ?? null,
  };
}

/** What this reader may do with versions. */
export function versionsMay({ actor }: Pick<Scope, "actor">): VersionsMay {
  return {
    judge: mayUse(actor.role, "judge-candidate"),
    promote: mayUse(actor.role, "promote-model"),
    rollOut: mayUse(actor.role, "set-rollout"),
    rollBack: mayUse(actor.role, "roll-back-model"),
  };
}
