import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { MODEL_TASKS, type ModelTask } from "@/lib/core/model/model-task";
import {
  type ModelVisibility,
  modelVisibility,
  newestReport,
  standingApprovals,
  whyNotApprovable,
} from "@/lib/core/validation/model-visibility";
import { DECISION_NOTE_MAXIMUM } from "@/lib/core/validation/models-view";
import { visibilityDecisions } from "@/lib/io/database/schema";
import { findAdmissionPlan } from "@/lib/services/admission-versions";
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

interface Version {
  readonly task: ModelTask;
  readonly modelVersion: string;
}

/** The version of a task that serves: the one that is decided about. */
async function findServing({ house, tx }: Scope, task: ModelTask): Promise<Version> {
  if (task === "readmission") return { task, modelVersion: house.model.facts.version };
  return { task, modelVersion: (await findAdmissionPlan(tx)).champion.modelVersion };
}

interface Said extends Version {
  readonly kind: "approved" | "withdrawn";
  readonly reportId: string | null;
  readonly note: string;
}

async function insertDecision({ tx, actor, now, house }: Scope, { note, ...said }: Said) {
  if (actor.role === "system" || actor.role === "client") throw new Fault("forbidden", "This takes a person.");
  const id = randomUUID();
  await tx.insert(visibilityDecisions).values({
    id,
    ...said,
    userId: actor.id,
    role: actor.role,
    note: house.vault.seal(note, placeOf(visibilityDecisions.note, id)),
    at: now,
  });
  return id;
}

/**
 * Says that the scores of the version that serves a task may be shown on the grounds of one report, or takes that back.
 * It takes a data scientist and a clinician, two people, to show them; either hides them at once.
 */
export const decideVisibility = verb({
  name: "decide-visibility",
  input: z.object({
    task: z.enum(MODEL_TASKS).default("readmission"),
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
  run: async (scope, { task, kind, reportId, note }) => {
    const { tx, actor, house } = scope;
    // One decision after the other: two at once must not each miss what the other says.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('visibility', 0))`);
    const version = await findServing(scope, task);
    const before = await findVisibilityFacts(scope, version.modelVersion, task);
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
      : await insertDecision(scope, {
          ...version,
          kind,
          reportId: kind === "approved" ? (reportId ?? null) : null,
          note,
        });
    const after = await findVisibilityFacts(scope, version.modelVersion, task);
    const output: ModelVisibility = modelVisibility(after.decisions, after.reports, house.isDemo);
    return {
      output,
      audit: {
        target: {
          ...version,
          ...(reportId ? { reportId } : {}),
          ...(id === null ? {} : { decisionId: id }),
        },
        detail: { kind, repeated, shown: output.state === "shown" },
      },
      changed: id === null ? [] : [{ kind: "visibility", ref: id }],
    };
  },
});
