import { z } from "zod";
import type { ApiRequest } from "@/app/_adapters/api/api-request";
import { operation } from "@/app/_adapters/api/operation";
import { inAddress } from "@/lib/core/api/common-schemas";
import { auditPage, dsiCard, modelsView, patientFlowView } from "@/lib/core/api/house-schemas";
import type { ModelsView } from "@/lib/core/validation/models-view";
import { reportHtml } from "@/lib/core/validation/report-html";
import { readModels } from "@/lib/services/models";
import { readPatientFlow } from "@/lib/services/patient-flow";
import { exportAudit, readAudit, readFilter } from "@/lib/services/read-audit";
import { readVersion } from "@/lib/services/versions";

export const flow = operation({
  id: "readPatientFlow",
  method: "get",
  path: "/api/v1/flow",
  tag: "Patient flow",
  summary: "A week of beds: stays expected to leave, readmissions to expect",
  description: "By unit of the caller's and for all of them. Intervals know chance alone.",
  verbName: readPatientFlow.verbName,
  query: z.object({ ward: inAddress(readPatientFlow.input.shape.wardId) }),
  answer: patientFlowView,
  run: (house, caller, { query }) => readPatientFlow(house, caller, { wardId: query.ward ?? null }),
});

export const models = operation({
  id: "readModels",
  method: "get",
  path: "/api/v1/models",
  tag: "Models",
  summary: "The model that serves: facts, card, whether wards see it, local validations",
  verbName: readModels.verbName,
  query: z.object({ report: z.uuid().optional().meta({ description: "A report other than the newest." }) }),
  answer: modelsView,
  run: (house, caller, { query }) => readModels(house, caller, { reportId: query.report ?? null }),
});

export const modelReport = operation({
  id: "readModelReport",
  method: "get",
  path: "/api/v1/models/reports/{id}",
  tag: "Models",
  summary: "One local validation as a page to read, print or keep",
  verbName: readModels.verbName,
  params: z.object({ id: z.uuid() }),
  answer: null,
  otherForms: [
    {
      type: "text/html; charset=utf-8",
      description: "A page that needs nothing else and runs nothing.",
      isAsked: () => true,
      write: ({ report }: ModelsView) => ({
        body: report === null ? "" : reportHtml(report.content),
        headers: { "Content-Disposition": `inline; filename="validation-${report?.id}.html"` },
      }),
    },
  ],
  run: (house, caller, { params }) => readModels(house, caller, { reportId: params.id }),
});

export const modelCard = operation({
  id: "readSourceAttributes",
  method: "get",
  path: "/api/v1/models/versions/{version}/card",
  tag: "Models",
  summary: "One version’s source attributes (HTI-1 predictive DSI), filled from the registry; null where not stated",
  verbName: readVersion.verbName,
  params: z.object({ version: readVersion.input.shape.version }),
  answer: dsiCard,
  run: async (house, caller, { params }) => (await readVersion(house, caller, params)).card,
});

const auditQuery = z.object({
  person: z.string().optional().meta({ description: "A user's id, or system." }),
  verb: z.string().optional(),
  outcome: z.string().optional().meta({ description: "done, refused or failed." }),
  day: z.string().optional().meta({ description: "A calendar day of the hospital, YYYY-MM-DD." }),
  stayId: z.string().optional(),
  before: z.coerce.number().int().positive().optional().catch(undefined).meta({ description: "`nextBefore`." }),
  format: z.enum(["json", "csv"]).default("json").catch("json"),
});
type AuditQuery = z.output<typeof auditQuery>;

export const audit = operation({
  id: "readAudit",
  method: "get",
  path: "/api/v1/audit",
  tag: "Audit",
  summary: "Who did what, newest first",
  description: "For people in compliance, signed in; no program reads it. A filter that is none filters for nothing.",
  verbName: readAudit.verbName,
  query: auditQuery,
  answer: auditPage,
  otherForms: [
    {
      type: "text/csv; charset=utf-8",
      description: "All of it that the filters let through, up to 100,000 rows.",
      isAsked: (request: ApiRequest) => new URL(request.url).searchParams.get("format") === "csv",
      run: (house, caller, { query }: { readonly query: AuditQuery }) =>
        exportAudit(house, caller, readFilter(toTexts(query))),
      write: (csv: unknown) => ({
        body: String(csv),
        headers: { "Content-Disposition": 'attachment; filename="wardlight-audit.csv"' },
      }),
    },
  ],
  run: (house, caller, { query }) =>
    readAudit(house, caller, { ...readFilter(toTexts(query)), before: query.before ?? null }),
});

function toTexts({ person, verb, outcome, day, stayId }: AuditQuery): Record<string, string | undefined> {
  return { person, verb, outcome, day, stayId };
}
