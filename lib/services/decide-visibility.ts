import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import {
  type ModelVisibility,
  modelVisibility,
  newestReport,
  standingApprovals,
  whyNotApprovable,
} from "@/lib/core/validation/model-visibility";
import { DECISION_NOTE_MAXIMUM } from "@/lib/core/validation/models-view";
import { visibilityDecisions } from "@/lib/io/database/schema";
import { findVisibilityFacts } from "@/lib/services/model-visibility";
import { placeOf } from "@/lib/services/sealed-columns";
import { type Scope, verb } from "@/lib/services/verb";

type Facts = Awaited<ReturnType<typeof findVisibilityFacts>>;

function assertApprovable({ reports }: Facts, reportId: string, isDemo: boolean): void {
  const report = reports.find(({ id }) => id === reportId);
  if (report === undefined) throw new Fault("not-found", "There is no such report of the model that serves.");
  const why = whyNotApprovable(report, newestReport(reports), isDemo);
  if (why !== null) throw new Fault("conflict", why);
}

async function insertDecision(scope: Scope, kind: "approved" | "withdrawn", reportId: string | null, note: string) {
  const { tx, actor, now, house } = scope;
  if (actor.role === "system" || actor.role === "client") throw new Fault("forbidden", "This takes a person.");
  const id = randomUUID();
  await tx.insert(visibilityDecisions).values({
    id,
    task: house.model.facts.task,
    modelVersion: house.model.facts.version,
    reportId,
    userId: actor.id,
    role: actor.role,
    kind,
    note: house.vault.seal(note, placeOf(visibilityDecisions.note, id)),
    at: now,
  });
  return id;
}

/**
 * Says that the serving model's scores may be shown on wards on the grounds of one report, or takes that back. It takes
 * a data scientist and a clinician, two people, to show them; either hides them at once.
 */
export const decideVisibility = verb({
  name: "decide-visibility",
  input: z.object({
    kind: z.enum(["approved", "withdrawn"]),
    /** The report read; needed to approve. */
    reportId: z.uuid().nullish(),
    note: z
      .string()
      .trim()
      .max(DECISION_NOTE_MAXIMUM, `can be at most ${DECISION_NOTE_MAXIMUM} characters`)
      .default(""),
  }),
  about: ({ reportId }): Record<string, string> => (reportId ? { reportId } : {}),
  wards: async () => [],
  run: async (scope, { kind, reportId, note }) => {
    const { tx, actor, house } = scope;
    // One decision after the other: two at once must not each miss what the other says.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('visibility', 0))`);
    const before = await findVisibilityFacts(scope);
    const standing = standingApprovals(before.decisions);
    if (kind === "approved") {
      if (!reportId) throw new Fault("bad-input", "reportId: say which report you approve.");
      assertApprovable(before, reportId, house.isDemo);
    } else if (
      standing.length === 0 &&
      modelVisibility(before.decisions, before.reports, house.isDemo).state === "silent"
    ) {
      throw new Fault("conflict", "There is nothing to withdraw: nobody has approved this model.");
    }
    const repeated =
      kind === "approved" &&
      standing.some((said) => said.reportId === reportId && said.userId === actor.id && said.role === actor.role);
    const id = repeated
      ? null
      : await insertDecision(scope, kind, kind === "approved" ? (reportId ?? null) : null, note);
    const after = await findVisibilityFacts(scope);
    const output: ModelVisibility = modelVisibility(after.decisions, after.reports, house.isDemo);
    const { task, version } = house.model.facts;
    return {
      output,
      audit: {
        target: {
          task,
          modelVersion: version,
          ...(reportId ? { reportId } : {}),
          ...(id === null ? {} : { decisionId: id }),
        },
        detail: { kind, repeated, shown: output.state === "shown" },
      },
      changed: id === null ? [] : [{ kind: "visibility", ref: id }],
    };
  },
});
