import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { LabelEvidence, LabelStatus } from "@/lib/core/labels/label";
import { indexExclusionWords, PLANNED_BASIS_WORDS, TARGET_WORDS } from "@/lib/core/labels/label-words";
import { labels } from "@/lib/io/database/training-schema";
import { findWardsOfStays } from "@/lib/services/find-stay";
import { verb } from "@/lib/services/verb";

/** What was said of a stay at one time, by one target. Times are ISO-8601. */
export interface LabelView {
  /** In words. */
  readonly target: string;
  readonly status: LabelStatus;
  /** Why it is no index stay, in words; null where it is one. */
  readonly reason: string | null;
  /** What planned status rests on, in words; null where no readmission had to be judged. */
  readonly planned: string | null;
  readonly evidence: LabelEvidence;
  readonly readmittedAt: string | null;
  readonly maturesAt: string;
  readonly ruleVersion: string;
  readonly saidAt: string;
  /** It has not been replaced by a later one. */
  readonly holds: boolean;
  readonly simulated: boolean;
}

/** Every label a stay ever had, newest first: what followed it, on what grounds, and what was thought before. */
export const readLabels = verb({
  name: "read-labels",
  input: z.object({ stayId: z.string().min(1).max(200) }),
  about: ({ stayId }): Record<string, string> => ({ stayId }),
  wards: (scope, { stayId }) => findWardsOfStays(scope, [stayId]),
  run: async ({ tx }, { stayId }) => {
    const rows = await tx.select().from(labels).where(eq(labels.stayId, stayId)).orderBy(desc(labels.id));
    const seen = new Set<string>();
    const output = rows.map((row): LabelView => {
      const holds = !seen.has(row.target);
      seen.add(row.target);
      return {
        target: TARGET_WORDS[row.target],
        status: row.status,
        reason: row.reason === null ? null : indexExclusionWords(row.reason),
        planned: row.plannedBasis === null ? null : PLANNED_BASIS_WORDS[row.plannedBasis],
        evidence: row.evidence,
        readmittedAt: row.readmittedAt?.toISOString() ?? null,
        maturesAt: row.maturesAt.toISOString(),
        ruleVersion: row.ruleVersion,
        saidAt: row.at.toISOString(),
        holds,
        simulated: row.simulated,
      };
    });
    return { output, audit: { target: { stayId }, detail: { labels: output.length } } };
  },
});
