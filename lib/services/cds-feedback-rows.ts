import { and, asc, count, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { CardFeedback } from "@/lib/core/cds/override-reasons";
import type { FlagFilters, ReviewedFlag, ReviewKind } from "@/lib/core/flags/flag-review";
import { FLAG_KINDS } from "@/lib/core/worklist/flag-view";
import { cdsCards, connections } from "@/lib/io/database/connection-schema";
import { stays, users, userWards, wards } from "@/lib/io/database/schema";
import { openComment } from "@/lib/services/cds-feedback";
import type { Scope } from "@/lib/services/verb";

/** What came back, as the review calls it: one of the flags' words where one of our reasons was chosen. */
const kind = sql<ReviewKind>`case
  when ${cdsCards.outcome} = 'accepted' then 'accepted'
  when ${inArray(cdsCards.reason, [...FLAG_KINDS])} then ${cdsCards.reason}
  else 'set-aside' end`;

/** Feedback on stays of the reader's wards; of a stay on no ward of this house, where the program has one of theirs. */
function heard({ tx, actor }: Scope, filters: FlagFilters): SQL | undefined {
  const mine = [...actor.wardIds];
  const sharesWard = tx
    .select({ userId: userWards.userId })
    .from(userWards)
    .where(and(eq(userWards.userId, connections.userId), inArray(userWards.wardId, mine)));
  const isTheirs = or(inArray(cdsCards.wardId, mine), and(isNull(cdsCards.wardId), sql`exists (${sharesWard})`));
  return and(
    isNotNull(cdsCards.heardAt),
    filters.wardId === null ? isTheirs : eq(cdsCards.wardId, filters.wardId),
    filters.kind === null ? undefined : eq(kind, filters.kind),
    filters.modelVersion === null ? undefined : eq(cdsCards.modelVersion, filters.modelVersion),
  );
}

/** What was done with cards in EHRs, newest first, as flags are reviewed. */
export async function findCardFeedback(scope: Scope, filters: FlagFilters, limit: number): Promise<ReviewedFlag[]> {
  const found = await scope.tx
    .select({ card: cdsCards, kind, role: users.role, ward: wards, stayId: stays.id })
    .from(cdsCards)
    .innerJoin(connections, eq(connections.id, cdsCards.connectionId))
    .innerJoin(users, eq(users.id, connections.userId))
    .leftJoin(wards, eq(wards.id, cdsCards.wardId))
    .leftJoin(
      stays,
      and(eq(stays.id, cdsCards.stayId), eq(stays.patientId, cdsCards.patientId), eq(stays.wardId, cdsCards.wardId)),
    )
    .where(heard(scope, filters))
    .orderBy(desc(cdsCards.heardAt), asc(cdsCards.id))
    .limit(limit);
  return found.map(({ card, kind: said, role, ward, stayId }) => ({
    id: card.id,
    stayId: card.stayId,
    isKnownHere: stayId !== null,
    source: "ehr",
    wardId: ward?.id ?? null,
    wardName: ward?.name ?? null,
    kind: said,
    feature: null,
    featureLabel: null,
    saidThen: null,
    note: openComment(scope, card),
    byRole: role,
    at: (card.heardAt ?? card.at).toISOString(),
    predictionId: null,
    predictedAt: card.at.toISOString(),
    probability: card.probability,
    view: card.view,
    modelVersion: card.modelVersion,
    isReplaced: false,
    review: null,
  }));
}

/** What was done with cards about one stay of this house, newest first. */
export async function listCardFeedback(
  scope: Scope,
  stay: { readonly id: string; readonly patientId: string; readonly wardId: string | null },
): Promise<CardFeedback[]> {
  if (stay.wardId === null) return [];
  const found = await scope.tx
    .select({ card: cdsCards, byName: users.name })
    .from(cdsCards)
    .innerJoin(connections, eq(connections.id, cdsCards.connectionId))
    .innerJoin(users, eq(users.id, connections.userId))
    .where(
      and(
        isNotNull(cdsCards.heardAt),
        eq(cdsCards.stayId, stay.id),
        // Another server can give its stays the same ids.
        eq(cdsCards.patientId, stay.patientId),
        eq(cdsCards.wardId, stay.wardId),
      ),
    )
    .orderBy(desc(cdsCards.outcomeAt), asc(cdsCards.id));
  return found.flatMap(({ card, byName }) =>
    card.outcome === null
      ? []
      : [
          {
            ...{ id: card.id, outcome: card.outcome, reason: card.reason, byName, modelVersion: card.modelVersion },
            comment: openComment(scope, card),
            at: (card.outcomeAt ?? card.at).toISOString(),
          },
        ],
  );
}

/** How many there are by kind, or by model version. */
export async function countCardFeedback(scope: Scope, filters: FlagFilters, by: "kind" | "modelVersion") {
  const column = by === "kind" ? kind : sql<string>`${cdsCards.modelVersion}`;
  return scope.tx
    .select({ name: column, count: count() })
    .from(cdsCards)
    .innerJoin(connections, eq(connections.id, cdsCards.connectionId))
    .where(heard(scope, filters))
    .groupBy(sql`1`);
}
