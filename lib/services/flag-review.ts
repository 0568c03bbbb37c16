import { and, asc, count, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { isFlagKind } from "@/lib/core/cds/override-reasons";
import {
  type FlagFilters,
  type FlagReview,
  REVIEW_KINDS,
  REVIEW_LABELS,
  type ReviewKind,
} from "@/lib/core/flags/flag-review";
import { flags, predictions, stays, wards } from "@/lib/io/database/schema";
import { countCardFeedback, findCardFeedback } from "@/lib/services/cds-feedback-rows";
import { featureLabel, findFlags } from "@/lib/services/find-flags";
import { type Scope, verb } from "@/lib/services/verb";

/** As many as somebody reads on a screen, and as many as an export may hold. */
const ON_SCREEN = 200;
const EXPORTED = 10_000;

function openFlags({ tx, actor }: Scope, { kind, modelVersion, wardId }: FlagFilters) {
  const wanted: (SQL | undefined)[] = [
    isNull(flags.withdrawnAt),
    isNull(stays.goneAt),
    inArray(stays.wardId, wardId === null ? [...actor.wardIds] : [wardId]),
    kind === null ? undefined : isFlagKind(kind) ? eq(flags.kind, kind) : sql`false`,
    modelVersion === null ? undefined : eq(predictions.modelVersion, modelVersion),
  ];
  return { tx, where: and(...wanted) };
}

async function countBy<Column extends typeof flags.kind | typeof flags.feature | typeof predictions.modelVersion>(
  scope: Scope,
  column: Column,
  filters: FlagFilters,
) {
  const { tx, where } = openFlags(scope, filters);
  return tx
    .select({ name: column, count: count() })
    .from(flags)
    .innerJoin(predictions, eq(predictions.id, flags.predictionId))
    .innerJoin(stays, eq(stays.id, flags.stayId))
    .where(where)
    .groupBy(column)
    .orderBy(desc(count()), asc(column));
}

/** Open flags of the reader's wards, newest first: where the model may be wrong, as those at the bed see it. */
export const listFlags = verb({
  name: "list-flags",
  input: z.object({
    kind: z.enum(REVIEW_KINDS).nullish(),
    modelVersion: z.string().min(1).max(50).nullish(),
    wardId: z.string().min(1).max(200).nullish(),
    /** As many as an export holds, and said so in the audit. */
    forExport: z.boolean().default(false),
  }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { kind = null, modelVersion = null, wardId = null, forExport }) => {
    const { tx, actor, now, house } = scope;
    const filters: FlagFilters = { kind, modelVersion, wardId };
    const ofAnyKind = { ...filters, kind: null };
    const kinds = [
      ...(await countBy(scope, flags.kind, ofAnyKind)),
      ...(await countCardFeedback(scope, ofAnyKind, "kind")),
    ];
    const countOf = (name: ReviewKind) =>
      kinds.filter((one) => one.name === name).reduce((sum, one) => sum + one.count, 0);
    const features = await countBy(scope, flags.feature, filters);
    const anything = { kind: null, modelVersion: null, wardId: null };
    const versions = [
      ...(await countBy(scope, predictions.modelVersion, anything)),
      ...(await countCardFeedback(scope, anything, "modelVersion")),
    ];
    const most = forExport ? EXPORTED : ON_SCREEN;
    const found = [
      ...(await findFlags(scope, openFlags(scope, filters).where, most)),
      ...(await findCardFeedback(scope, filters, most)),
    ];
    const output: FlagReview = {
      flags: found.sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id)).slice(0, most),
      total: REVIEW_KINDS.filter((name) => kind === null || name === kind).reduce(
        (sum, name) => sum + countOf(name),
        0,
      ),
      filters,
      byKind: REVIEW_KINDS.map((name) => ({ name, label: REVIEW_LABELS[name], count: countOf(name) })),
      byFeature: features.flatMap(({ name, count }) =>
        name === null ? [] : [{ name, label: featureLabel(name), count }],
      ),
      modelVersions: [...new Set(versions.map(({ name }) => name))].sort(),
      wards: await tx
        .select({ id: wards.id, name: wards.name })
        .from(wards)
        .where(inArray(wards.id, [...actor.wardIds]))
        .orderBy(asc(wards.name)),
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      simulated: house.isDemo,
    };
    const detail = { flags: output.flags.length, forExport, ...(kind ? { kind } : {}) };
    return { output, audit: { target: wardId ? { wardId } : {}, detail } };
  },
});
