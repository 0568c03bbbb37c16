import { asc, eq, inArray, type SQL } from "drizzle-orm";
import type { Role } from "@/lib/core/access/access";
import { describeValue } from "@/lib/core/features/encode";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { AdjudicationView } from "@/lib/core/review/review-queue";
import { adjudications } from "@/lib/io/database/review-schema";
import { users } from "@/lib/io/database/schema";
import { placeOf } from "@/lib/services/sealed-columns";
import type { Scope } from "@/lib/services/verb";

interface Named {
  readonly row: typeof adjudications.$inferSelect;
  readonly byName: string;
}

async function findRows({ tx }: Scope, where: SQL | undefined): Promise<Named[]> {
  return tx
    .select({ row: adjudications, byName: users.name })
    .from(adjudications)
    .innerJoin(users, eq(users.id, adjudications.userId))
    .where(where)
    .orderBy(asc(adjudications.at), asc(adjudications.id));
}

const openNote = ({ house }: Scope, { id, note }: Named["row"]): string =>
  String(house.vault.open(note, placeOf(adjudications.note, id)));

/** An encoded value of a feature in words; null where there is none, or the feature is no longer in the table. */
function valueWords(feature: string | null, code: number | null): string | null {
  const spec = FEATURES.find(({ name }) => name === feature);
  return spec === undefined || code === null ? null : describeValue(spec, code);
}

function toView(scope: Scope, { row, byName }: Named, takenBack: Named | undefined): AdjudicationView | null {
  const { decision, agreement } = row;
  if (decision === "withdrawn" || agreement === null) return null;
  return {
    id: row.id,
    decision,
    evidence: row.evidence,
    readmittedOn: row.readmittedOn,
    wasPlanned: row.wasPlanned,
    feature: row.feature,
    wasWords: valueWords(row.feature, row.was),
    correctedWords: valueWords(row.feature, row.corrected),
    agreement,
    note: openNote(scope, row),
    by: { name: byName, role: row.role satisfies Role },
    at: row.at.toISOString(),
    withdrawn: takenBack
      ? { byName: takenBack.byName, at: takenBack.row.at.toISOString(), note: openNote(scope, takenBack.row) }
      : null,
  };
}

/** Every decision on some flags, newest first, those taken back included; by flag id. */
export async function viewAdjudications(
  scope: Scope,
  flagIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AdjudicationView[]>> {
  const views = new Map<string, AdjudicationView[]>();
  if (flagIds.length === 0) return views;
  const rows = await findRows(scope, inArray(adjudications.flagId, [...flagIds]));
  const takenBack = new Map(rows.flatMap((one) => (one.row.withdraws === null ? [] : [[one.row.withdraws, one]])));
  for (const one of rows.reverse()) {
    const view = toView(scope, one, takenBack.get(one.row.id));
    if (view !== null) views.set(one.row.flagId, [...(views.get(one.row.flagId) ?? []), view]);
  }
  return views;
}
