import { and, asc, eq, gt, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { actorMayUse } from "@/lib/core/access/access";
import { REVIEW_KINDS, REVIEW_LABELS } from "@/lib/core/flags/flag-review";
import { OUTCOME_TARGET } from "@/lib/core/outcomes/outcome";
import type { Agreement } from "@/lib/core/review/adjudication";
import { reviewMeasures } from "@/lib/core/review/review-measures";
import {
  CHOICE_WORDS,
  REVIEW_CHOICES,
  type ReviewChoice,
  type ReviewFilters,
  type ReviewItem,
  type ReviewQueue,
} from "@/lib/core/review/review-queue";
import type { FlagKind } from "@/lib/core/worklist/flag-view";
import { adjudications } from "@/lib/io/database/review-schema";
import { flags, outcomes, predictions, stays, wards } from "@/lib/io/database/schema";
import { viewAdjudications } from "@/lib/services/adjudication-views";
import { findCardFeedback } from "@/lib/services/cds-feedback-rows";
import { featureLabel, findFlags } from "@/lib/services/find-flags";
import { findReviewers, isStandingDecision, newestAssigneeId, toReviewState } from "@/lib/services/review-flags";
import { type Scope, verb } from "@/lib/services/verb";

/** As many as somebody reads on a screen. */
const ON_SCREEN = 200;
/** What was decided longer ago is in nobody's queue and measures: `list-adjudications` has it. */
const LOOKS_BACK_MS = 365 * 86_400_000;

/** One flag without its words: enough to count, measure and choose. */
interface QueuedFlag {
  readonly id: string;
  readonly at: Date;
  readonly kind: FlagKind;
  readonly feature: string | null;
  readonly modelVersion: string;
  readonly assigneeId: string | null;
  readonly decidedAt: Date | null;
  readonly agreement: Agreement | null;
}

/** Flags that wait or were decided within a year; one that was withdrawn only where a decision on it stands. */
async function findQueue({ tx, actor, now }: Scope, wardId: string | null): Promise<QueuedFlag[]> {
  return tx
    .select({
      id: flags.id,
      at: flags.at,
      kind: flags.kind,
      feature: flags.feature,
      modelVersion: predictions.modelVersion,
      assigneeId: newestAssigneeId,
      decidedAt: adjudications.at,
      agreement: adjudications.agreement,
    })
    .from(flags)
    .innerJoin(predictions, eq(predictions.id, flags.predictionId))
    .innerJoin(stays, eq(stays.id, flags.stayId))
    .leftJoin(adjudications, isStandingDecision)
    .where(
      and(
        isNull(stays.goneAt),
        inArray(stays.wardId, wardId === null ? [...actor.wardIds] : [wardId]),
        or(
          and(isNull(flags.withdrawnAt), isNull(adjudications.id)),
          and(isNotNull(adjudications.id), gt(adjudications.at, new Date(now.getTime() - LOOKS_BACK_MS))),
        ),
      ),
    )
    .orderBy(sql`${flags.at} desc`, asc(flags.id));
}

function isChosen(flag: QueuedFlag, choice: ReviewChoice, readerId: string): boolean {
  const state = toReviewState(flag.decidedAt, flag.assigneeId);
  if (choice === "all") return true;
  if (choice === "waiting") return state !== "decided";
  if (choice === "mine") return state === "assigned" && flag.assigneeId === readerId;
  return state === choice;
}

/** What stands beside a flag for whoever decides on it: the values it was made from, and what became of the stay. */
async function findGrounds({ tx }: Scope, flagIds: readonly string[]) {
  const rows = await tx
    .select({
      id: flags.id,
      userId: flags.userId,
      encoded: predictions.features,
      dischargedAt: stays.dischargedAt,
      status: outcomes.status,
      readmittedAt: outcomes.readmittedAt,
      maturesAt: outcomes.maturesAt,
      simulated: outcomes.simulated,
    })
    .from(flags)
    .innerJoin(predictions, eq(predictions.id, flags.predictionId))
    .innerJoin(stays, eq(stays.id, flags.stayId))
    .leftJoin(outcomes, and(eq(outcomes.stayId, flags.stayId), eq(outcomes.target, OUTCOME_TARGET)))
    .where(inArray(flags.id, [...flagIds]));
  return new Map(rows.map((row) => [row.id, row]));
}

async function toItems(
  scope: Scope,
  shown: readonly QueuedFlag[],
  reviewers: ReviewQueue["reviewers"],
): Promise<ReviewItem[]> {
  if (shown.length === 0) return [];
  const ids = shown.map(({ id }) => id);
  const grounds = await findGrounds(scope, ids);
  const decisions = await viewAdjudications(scope, ids);
  const queued = new Map(shown.map((flag) => [flag.id, flag]));
  return (await findFlags(scope, inArray(flags.id, ids), ids.length)).flatMap((flag): ReviewItem[] => {
    const [found, place] = [grounds.get(flag.id), queued.get(flag.id)];
    if (found === undefined || place === undefined) return [];
    const { status, readmittedAt, maturesAt, simulated } = found;
    const assignee = reviewers.find(({ id }) => id === place.assigneeId);
    const outcome =
      status === null || maturesAt === null
        ? null
        : {
            status,
            readmittedAt: readmittedAt?.toISOString() ?? null,
            maturesAt: maturesAt.toISOString(),
            simulated: simulated ?? false,
          };
    return [
      {
        ...flag,
        assignee: assignee ? { id: assignee.id, name: assignee.name, role: assignee.role } : null,
        isOwn: found.userId === scope.actor.id,
        dischargedAt: found.dischargedAt?.toISOString() ?? null,
        outcome,
        encoded: found.encoded,
        adjudications: decisions.get(flag.id) ?? [],
      },
    ];
  });
}

/** What EHRs told of cards, to be read beside the flags. */
async function findHeard(scope: Scope, { wardId, modelVersion }: ReviewFilters): Promise<ReviewItem[]> {
  const heard = await findCardFeedback(scope, { kind: null, wardId, modelVersion }, ON_SCREEN);
  const nothing = { assignee: null, isOwn: false, dischargedAt: null, outcome: null };
  return heard.map((card) => ({ ...card, ...nothing, encoded: [], adjudications: [] }));
}

const countOf = <One>(all: readonly One[], is: (one: One) => boolean): number => all.filter(is).length;

/** Flags of the reader's wards with where each stands, newest first; how well they are looked after beside them. */
export const listReviews = verb({
  name: "list-reviews",
  input: z.object({
    choice: z.enum(REVIEW_CHOICES).default("waiting"),
    kind: z.enum(REVIEW_KINDS).nullish(),
    modelVersion: z.string().min(1).max(50).nullish(),
    wardId: z.string().min(1).max(200).nullish(),
  }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { choice, kind = null, modelVersion = null, wardId = null }) => {
    const { tx, actor, now, house } = scope;
    const filters: ReviewFilters = { choice, kind, modelVersion, wardId };
    const everything = await findQueue(scope, wardId);
    const queue = everything.filter((flag) => modelVersion === null || flag.modelVersion === modelVersion);
    const heard = await findHeard(scope, filters);
    const isKind = (one: { readonly kind: string }) => kind === null || one.kind === kind;
    const flagsOf = (wanted: ReviewChoice) => queue.filter((flag) => isChosen(flag, wanted, actor.id));
    const heardOf = (wanted: ReviewChoice) => (wanted === "ehr" || wanted === "all" ? heard : []);
    const chosen = flagsOf(choice);
    const counted = chosen.filter(isKind);
    const reviewers = await findReviewers(scope, actor.wardIds);
    const items = await toItems(scope, counted.slice(0, ON_SCREEN), reviewers);
    const features = new Map<string, number>();
    for (const { feature } of counted) if (feature !== null) features.set(feature, (features.get(feature) ?? 0) + 1);
    const measured = queue.filter(isKind).map(({ at, decidedAt, agreement }) => ({
      flaggedAt: at.getTime(),
      decidedAt: decidedAt?.getTime() ?? null,
      agreement,
    }));
    const output: ReviewQueue = {
      items: [...items, ...heardOf(choice).filter(isKind)]
        .sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id))
        .slice(0, ON_SCREEN),
      total: counted.length + countOf(heardOf(choice), isKind),
      filters,
      byChoice: REVIEW_CHOICES.map((name) => ({
        name,
        label: CHOICE_WORDS[name],
        count: countOf(flagsOf(name), isKind) + countOf(heardOf(name), isKind),
      })),
      byKind: REVIEW_KINDS.map((name) => ({
        name,
        label: REVIEW_LABELS[name],
        count: countOf([...chosen, ...heardOf(choice)], (one) => one.kind === name),
      })),
      byFeature: [...features]
        .map(([name, count]) => ({ name, label: featureLabel(name), count }))
        .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name)),
      measures: reviewMeasures(measured, now.getTime()),
      modelVersions: [...new Set(everything.map((flag) => flag.modelVersion))].sort(),
      wards: await tx
        .select({ id: wards.id, name: wards.name })
        .from(wards)
        .where(inArray(wards.id, [...actor.wardIds]))
        .orderBy(asc(wards.name)),
      reviewers,
      readerId: actor.id,
      mayExport: actorMayUse(actor, "list-flags"),
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      simulated: house.isDemo,
    };
    const detail = { flags: output.items.length, choice, ...(kind ? { kind } : {}) };
    return { output, audit: { target: wardId ? { wardId } : {}, detail } };
  },
});
