import { eq } from "drizzle-orm";
import { endOfYears } from "@/lib/core/gates/learnt-until";
import { OUTCOME_DAYS } from "@/lib/core/outcomes/outcome";
import type { ModelVersion } from "@/lib/core/registry/model-version";
import type { Transaction } from "@/lib/io/database/database";
import { trainingSnapshots } from "@/lib/io/database/training-schema";
import { findVersions } from "@/lib/services/registry";

const DAY_MS = 86_400_000;

/** No stay of a training set ended later: its outcomes were known when it was made. */
async function endOfSnapshot(tx: Transaction, id: string): Promise<string | null> {
  const [found] = await tx
    .select({ query: trainingSnapshots.query })
    .from(trainingSnapshots)
    .where(eq(trainingSnapshots.id, id));
  if (found === undefined) return null;
  const { asOf, dischargedBefore } = found.query;
  const matured = new Date(Date.parse(asOf) - OUTCOME_DAYS * DAY_MS).toISOString();
  return dischargedBefore !== null && dischargedBefore < matured ? dischargedBefore : matured;
}

function ownEnd(tx: Transaction, { source, manifest, snapshotId }: ModelVersion): Promise<string | null> {
  if (source === "shipped") return Promise.resolve(endOfYears(manifest.training.source));
  return snapshotId === null ? Promise.resolve(null) : endOfSnapshot(tx, snapshotId);
}

/**
 * The last discharge a version can have learnt from, itself or through a version it began from (ISO-8601); null where
 * that is not known of one of them.
 */
export async function findLearntUntil(tx: Transaction, task: string, version: string): Promise<string | null> {
  const known = new Map((await findVersions(tx, task)).map((one) => [one.version, one]));
  const seen = new Set<string>();
  let latest: string | null = null;
  for (let next: string | null = version; next !== null && !seen.has(next); ) {
    seen.add(next);
    const one = known.get(next);
    const end = one === undefined ? null : await ownEnd(tx, one);
    if (one === undefined || end === null) return null;
    if (latest === null || end > latest) latest = end;
    next = one.parentVersion;
  }
  return latest;
}
