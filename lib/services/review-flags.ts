import { and, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { REVIEWERS } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import type { ReviewState } from "@/lib/core/flags/flag-review";
import type { Reviewer } from "@/lib/core/review/review-queue";
import { adjudications, flagAssignments } from "@/lib/io/database/review-schema";
import { flags, predictions, stays, users, userWards } from "@/lib/io/database/schema";
import { findWardsOfRememberedStay } from "@/lib/services/find-stay";
import type { Scope } from "@/lib/services/verb";

/** Joins a flag with the decision on it that stands. */
export const isStandingDecision = and(
  eq(adjudications.flagId, flags.id),
  ne(adjudications.decision, "withdrawn"),
  sql`not exists (select from ${adjudications} as taken_back where taken_back.withdraws = ${adjudications.id})`,
);

/** To whom a flag was last given; null where nobody has it. */
export const newestAssigneeId = sql<string | null>`(select ${flagAssignments.assigneeId} from ${flagAssignments}
  where ${flagAssignments.flagId} = ${flags.id} order by ${flagAssignments.seq} desc limit 1)`;

/** Where a flag stands, from what was found beside it. */
export function toReviewState(decidedAt: Date | null, assigneeId: string | null): ReviewState {
  if (decidedAt !== null) return "decided";
  return assigneeId === null ? "open" : "assigned";
}

/** A flag with the prediction it is about and the stay as it is. */
export async function findReviewedFlag({ tx }: Scope, flagId: string) {
  const [found] = await tx
    .select({
      flag: flags,
      prediction: { id: predictions.id, features: predictions.features, view: predictions.view },
      stay: { id: stays.id, wardId: stays.wardId, dischargedAt: stays.dischargedAt },
    })
    .from(flags)
    .innerJoin(predictions, eq(predictions.id, flags.predictionId))
    .innerJoin(stays, eq(stays.id, flags.stayId))
    .where(eq(flags.id, flagId));
  if (found === undefined) throw new Fault("not-found", "There is no such flag.");
  return found;
}

export type FoundFlag = Awaited<ReturnType<typeof findReviewedFlag>>;

/** The ward of a flag's stay, for the ward check. */
export async function findWardsOfFlag(scope: Scope, flagId: string): Promise<string[]> {
  return findWardsOfRememberedStay(scope, (await findReviewedFlag(scope, flagId)).flag.stayId);
}

/** Holds a flag's row until the end of the transaction, so that two people cannot decide on it at once. */
export async function lockFlag({ tx }: Scope, flagId: string): Promise<void> {
  await tx.select({ id: flags.id }).from(flags).where(eq(flags.id, flagId)).for("update");
}

/** The decision on a flag that stands; null where none does. */
export async function findStandingDecision({ tx }: Scope, flagId: string) {
  const rows = await tx
    .select()
    .from(adjudications)
    .where(eq(adjudications.flagId, flagId))
    .orderBy(desc(adjudications.at), desc(adjudications.id));
  const withdrawn = new Set(rows.map(({ withdraws }) => withdraws));
  return rows.find(({ id, decision }) => decision !== "withdrawn" && !withdrawn.has(id)) ?? null;
}

/** Whom a flag was last given to; null where nobody has it. */
export async function findAssigneeId({ tx }: Scope, flagId: string): Promise<string | null> {
  const [newest] = await tx
    .select({ assigneeId: flagAssignments.assigneeId })
    .from(flagAssignments)
    .where(eq(flagAssignments.flagId, flagId))
    .orderBy(desc(flagAssignments.seq))
    .limit(1);
  return newest?.assigneeId ?? null;
}

/** People who may decide on flags of some wards, each with those of the wards that are theirs. */
export async function findReviewers(
  { tx }: Scope,
  wardIds: readonly string[],
): Promise<readonly (Reviewer & { readonly wardIds: readonly string[] })[]> {
  const rows = await tx
    .select({ id: users.id, name: users.name, role: users.role, wardId: userWards.wardId })
    .from(users)
    .innerJoin(userWards, eq(userWards.userId, users.id))
    .where(and(inArray(users.role, [...REVIEWERS]), isNull(users.disabledAt), inArray(userWards.wardId, [...wardIds])))
    .orderBy(users.name, users.id, userWards.wardId);
  const people = new Map<string, Reviewer & { readonly wardIds: string[] }>();
  for (const { id, name, role, wardId } of rows) {
    if (role === "client") continue;
    const known = people.get(id);
    if (known) known.wardIds.push(wardId);
    else people.set(id, { id, name, role, wardIds: [wardId] });
  }
  return [...people.values()];
}
