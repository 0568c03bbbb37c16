import { and, asc, desc, eq } from "drizzle-orm";
import { Fault } from "@/lib/core/fault";
import {
  type ModelVisibility,
  modelVisibility,
  newestReport,
  type ReportFacts,
  seesSilentScores,
  silenceSentence,
  type VisibilityDecision,
} from "@/lib/core/validation/model-visibility";
import { type CheckedHere, provenanceSentence } from "@/lib/core/validation/provenance";
import { predictions, validationReports, visibilityDecisions } from "@/lib/io/database/schema";
import { findFacts } from "@/lib/services/find-facts";
import type { Scope } from "@/lib/services/verb";

/** Whether the serving model's scores are shown on wards, and what is said beside them. */
export interface ScoreStanding {
  readonly visibility: ModelVisibility;
  readonly checkedHere: CheckedHere | null;
  /** "Learnt from …; checked here on n stays." */
  readonly provenance: string;
  /** Why this very reader sees no scores, in one sentence; null where they do. */
  readonly silentBecause: string | null;
}

/** What has been reported and decided about a version of a task (the champion's where none is named), oldest first. */
export async function findVisibilityFacts(
  { tx, house }: Scope,
  version = house.model.facts.version,
  task: string = house.model.facts.task,
) {
  const reports = await tx
    .select({
      id: validationReports.id,
      at: validationReports.at,
      stays: validationReports.stays,
      readmissions: validationReports.readmissions,
      verdict: validationReports.verdict,
      simulated: validationReports.simulated,
    })
    .from(validationReports)
    .where(and(eq(validationReports.task, task), eq(validationReports.modelVersion, version)))
    .orderBy(desc(validationReports.at), desc(validationReports.id));
  const decisions = await tx
    .select({
      kind: visibilityDecisions.kind,
      reportId: visibilityDecisions.reportId,
      userId: visibilityDecisions.userId,
      role: visibilityDecisions.role,
      at: visibilityDecisions.at,
    })
    .from(visibilityDecisions)
    .where(and(eq(visibilityDecisions.task, task), eq(visibilityDecisions.modelVersion, version)))
    .orderBy(asc(visibilityDecisions.at), asc(visibilityDecisions.id));
  return {
    reports: reports.map((report): ReportFacts => ({ ...report, at: report.at.toISOString() })),
    decisions: decisions.map((said): VisibilityDecision => ({ ...said, at: said.at.toISOString() })),
  };
}

/**
 * Asked by every verb that shows a score, before it shows any, of the version whose score it is (the champion where none
 * is named): what was approved of one version says nothing of another.
 */
export async function findScoreStanding(
  scope: Scope,
  version = scope.house.model.facts.version,
): Promise<ScoreStanding> {
  const { house, actor } = scope;
  const { reports, decisions } = await findVisibilityFacts(scope, version);
  const facts = await findFacts(scope, version);
  const visibility = modelVisibility(decisions, reports, house.isDemo);
  const newest = newestReport(reports);
  const isSilent = visibility.state === "silent" && !seesSilentScores(actor.role);
  return {
    visibility,
    checkedHere: newest,
    provenance: provenanceSentence(facts?.learntFrom ?? "data not known here", newest),
    silentBecause: isSilent && visibility.state === "silent" ? silenceSentence(visibility.because) : null,
  };
}

/** For verbs about a score (flagging it, answering it, drawing a line through a ranking): there is none to speak of. */
export async function assertScoresShown(scope: Scope, version?: string): Promise<void> {
  const { silentBecause } = await findScoreStanding(scope, version);
  if (silentBecause !== null)
    throw new Fault("conflict", "Model scores are not shown here, so nothing can be said about one.");
}

/** The same for a verb about one prediction: its own version counts. */
export async function assertPredictionShown(scope: Scope, predictionId: string): Promise<void> {
  const [found] = await scope.tx
    .select({ version: predictions.modelVersion })
    .from(predictions)
    .where(eq(predictions.id, predictionId));
  await assertScoresShown(scope, found?.version);
}
