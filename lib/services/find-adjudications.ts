import { asc, lte } from "drizzle-orm";
import { type Adjudication, type AdjudicationRecord, standingAdjudications } from "@/lib/core/review/adjudication";
import type { Transaction } from "@/lib/io/database/database";
import { adjudications } from "@/lib/io/database/review-schema";

type Stored = Pick<
  typeof adjudications.$inferSelect,
  | "id"
  | "flagId"
  | "flagKind"
  | "stayId"
  | "decision"
  | "evidence"
  | "wasPlanned"
  | "feature"
  | "corrected"
  | "withdraws"
  | "at"
>;

/** A stored row as the core reads it; what the database's own checks rule out is refused aloud. */
export function toRecord(row: Stored): AdjudicationRecord {
  const { id, flagId, flagKind, stayId, decision, evidence, wasPlanned, feature, corrected, withdraws } = row;
  const at = row.at.toISOString();
  const common = { id, flagId, flagKind, stayId, at };
  if (decision === "withdrawn") {
    if (withdraws !== null) return { id, withdraws, at };
  } else if (decision === "outcome-wrong") {
    if (evidence !== null) return { ...common, decision, evidence, wasPlanned };
  } else if (decision === "feature-wrong") {
    if (feature !== null && corrected !== null) return { ...common, decision, feature, corrected };
  } else return { ...common, decision };
  throw new Error("A stored decision is not whole.");
}

/**
 * The decisions on flags that stood at a moment, oldest first, of every ward: what a training set made as of then is
 * corrected by. For the services that make one; people read them through `list-adjudications`.
 */
export async function findStandingAdjudications(tx: Transaction, asOf: Date): Promise<readonly Adjudication[]> {
  const { id, flagId, flagKind, stayId, decision, evidence, wasPlanned, feature, corrected, withdraws, at } =
    adjudications;
  const rows = await tx
    .select({ id, flagId, flagKind, stayId, decision, evidence, wasPlanned, feature, corrected, withdraws, at })
    .from(adjudications)
    .where(lte(at, asOf))
    .orderBy(asc(at), asc(id));
  return standingAdjudications(rows.map(toRecord), asOf.toISOString());
}
