import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { mayUse } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { modelCard } from "@/lib/core/model/model-card";
import {
  APPROVING_ROLES,
  modelVisibility,
  newestReport,
  standingApprovals,
  whyNotApprovable,
} from "@/lib/core/validation/model-visibility";
import type { DecisionView, ModelsView, ReportSummary } from "@/lib/core/validation/models-view";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import { users, validationReports, visibilityDecisions } from "@/lib/io/database/schema";
import type { ServingModel } from "@/lib/services/house";
import { placeOf } from "@/lib/services/sealed-columns";
import { type Scope, verb } from "@/lib/services/verb";

function toModel({ facts, manifest }: ServingModel): ModelsView["model"] {
  const { "very-high": veryHigh, high, moderate } = manifest.operatingPoints;
  return {
    ...facts,
    sha256: manifest.model.sha256,
    operatingPoints: { "very-high": veryHigh, high, moderate },
    results: VIEWS.map((view) => {
      const { n, positives, auroc, aurocCi95, ece, calibrationSlope } = manifest.metrics[view];
      return { view, stays: n, readmissions: positives, auroc, aurocCi95, ece, calibrationSlope };
    }),
    card: modelCard(manifest),
  };
}

async function findReports({ tx, house }: Scope): Promise<ReportSummary[]> {
  const { task, version } = house.model.facts;
  const { id, at, byUser, stays, readmissions, verdict, simulated } = validationReports;
  const rows = await tx
    .select({ id, at, byUser, stays, readmissions, verdict, simulated })
    .from(validationReports)
    .where(and(eq(validationReports.task, task), eq(validationReports.modelVersion, version)))
    .orderBy(desc(at), desc(id));
  const people = await tx.select({ id: users.id, name: users.name }).from(users);
  const names = new Map(people.map((user) => [user.id, user.name]));
  return rows.map(({ byUser: by, ...row }) => ({ ...row, at: row.at.toISOString(), byName: names.get(by) ?? by }));
}

async function findDecisions({ tx, house, actor }: Scope) {
  const { task, version } = house.model.facts;
  const rows = await tx
    .select({ said: visibilityDecisions, name: users.name })
    .from(visibilityDecisions)
    .innerJoin(users, eq(users.id, visibilityDecisions.userId))
    .where(and(eq(visibilityDecisions.task, task), eq(visibilityDecisions.modelVersion, version)))
    .orderBy(desc(visibilityDecisions.at), desc(visibilityDecisions.id));
  const decisions = rows.map(({ said, name }) => ({ ...said, at: said.at.toISOString(), name }));
  const standing = new Set(standingApprovals(decisions).map(({ id }) => id));
  const views = decisions.map(
    ({ id, kind, reportId, role, at, note, userId, name }): DecisionView => ({
      id,
      kind,
      reportId,
      by: { name, role },
      at,
      note: String(house.vault.open(note, placeOf(visibilityDecisions.note, id))),
      mine: userId === actor.id,
      stands: kind === "approved" && standing.has(id),
    }),
  );
  return { decisions, views };
}

async function findReport({ tx, house }: Scope, id: string): Promise<LocalValidationReport> {
  const { task, version } = house.model.facts;
  const [row] = await tx
    .select({ report: validationReports.report })
    .from(validationReports)
    .where(
      and(eq(validationReports.id, id), eq(validationReports.task, task), eq(validationReports.modelVersion, version)),
    );
  if (row === undefined) throw new Fault("not-found", "There is no such report of the model that serves.");
  // Written by `validate-model` alone and never changed since.
  return row.report as LocalValidationReport;
}

function whyNot({ actor, house }: Scope, reports: readonly ReportSummary[], decisions: readonly DecisionView[]) {
  const newest = newestReport(reports);
  if (newest === null) return null;
  if (!APPROVING_ROLES.some((role) => role === actor.role)) return "It takes a data scientist and a clinician.";
  const said = decisions.some(({ stands, mine, reportId }) => stands && mine && reportId === newest.id);
  return said ? "You have approved this report." : whyNotApprovable(newest, newest, house.isDemo);
}

/** The serving model: its facts and card, whether wards see its scores, who decided that, and the local validations. */
export const readModels = verb({
  name: "read-models",
  input: z.object({
    /** A report other than the newest. */
    reportId: z.uuid().nullish(),
  }),
  about: ({ reportId }): Record<string, string> => (reportId ? { reportId } : {}),
  wards: async () => [],
  run: async (scope, { reportId }) => {
    const { house, actor } = scope;
    const reports = await findReports(scope);
    const { decisions, views } = await findDecisions(scope);
    const visibility = modelVisibility(decisions, reports, house.isDemo);
    const wanted = reportId ?? reports[0]?.id ?? null;
    const whyNotApprove = whyNot(scope, reports, views);
    const mayDecide = actor.role !== "system" && mayUse(actor.role, "decide-visibility");
    const output: ModelsView = {
      model: toModel(house.model),
      isDemo: house.isDemo,
      visibility,
      decisions: views,
      reports,
      report: wanted === null ? null : { id: wanted, content: await findReport(scope, wanted) },
      timeZone: house.timeZone,
      may: {
        validate: mayUse(actor.role, "validate-model"),
        approve: mayDecide && reports.length > 0 && whyNotApprove === null,
        withdraw: mayDecide && (visibility.state === "shown" || views.some(({ stands }) => stands)),
      },
      whyNotApprove,
    };
    const { task, version } = house.model.facts;
    const target = { task, modelVersion: version, ...(wanted === null ? {} : { reportId: wanted }) };
    return { output, audit: { target, detail: { reports: reports.length } } };
  },
});
