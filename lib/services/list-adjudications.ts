import { and, desc, inArray, lte } from "drizzle-orm";
import { z } from "zod";
import { standingAdjudications } from "@/lib/core/review/adjudication";
import type { AdjudicationView } from "@/lib/core/review/review-queue";
import { adjudications } from "@/lib/io/database/review-schema";
import { stays } from "@/lib/io/database/schema";
import { viewAdjudications } from "@/lib/services/adjudication-views";
import { toRecord } from "@/lib/services/find-adjudications";
import { verb } from "@/lib/services/verb";

/** As many decisions as one answer holds. */
const MOST = 1_000;

/** A decision that stood at the moment asked about. */
export interface ListedAdjudication extends AdjudicationView {
  readonly flagId: string;
  readonly stayId: string;
}

/** The decisions on flags of the reader's wards that stood at a moment (now, unless said), newest first. */
export const listAdjudications = verb({
  name: "list-adjudications",
  input: z.object({ asOf: z.iso.datetime({ offset: true }).nullish() }),
  about: () => ({}),
  wards: async () => [],
  run: async (scope, { asOf }) => {
    const { tx, actor, now } = scope;
    const until = asOf ? new Date(asOf) : now;
    const mine = tx
      .select({ id: stays.id })
      .from(stays)
      .where(inArray(stays.wardId, [...actor.wardIds]));
    const rows = await tx
      .select()
      .from(adjudications)
      .where(
        and(lte(adjudications.at, until), actor.role === "system" ? undefined : inArray(adjudications.stayId, mine)),
      )
      .orderBy(desc(adjudications.at), desc(adjudications.id));
    const standing = standingAdjudications(rows.map(toRecord), until.toISOString()).reverse().slice(0, MOST);
    const views = await viewAdjudications(
      scope,
      standing.map(({ flagId }) => flagId),
    );
    const adjudicated = standing.flatMap(({ id, flagId, stayId }): ListedAdjudication[] => {
      const view = views.get(flagId)?.find((one) => one.id === id);
      return view ? [{ ...view, flagId, stayId }] : [];
    });
    const output = { adjudications: adjudicated, asOf: until.toISOString() };
    return { output, audit: { target: {}, detail: { decisions: adjudicated.length } } };
  },
});
