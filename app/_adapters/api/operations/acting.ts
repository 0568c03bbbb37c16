import { z } from "zod";
import type { ApiRequest } from "@/app/_adapters/api/api-request";
import { operation } from "@/app/_adapters/api/operation";
import { inAddress } from "@/lib/core/api/common-schemas";
import { flagReview } from "@/lib/core/api/house-schemas";
import { flagView, interventionView } from "@/lib/core/api/stay-schemas";
import { type FlagReview, REVIEW_KINDS } from "@/lib/core/flags/flag-review";
import { flagsCsv } from "@/lib/core/flags/flags-csv";
import { listFlags } from "@/lib/services/flag-review";
import { flagPrediction, withdrawFlag } from "@/lib/services/flags";
import { noteIntervention, withdrawIntervention } from "@/lib/services/interventions";

const isCsvAsked = (request: ApiRequest): boolean => new URL(request.url).searchParams.get("format") === "csv";

export const flags = operation({
  id: "listFlags",
  method: "get",
  path: "/api/v1/flags",
  tag: "Flags",
  summary: "Open flags of the caller's wards, newest first",
  description:
    "At most 200; `total` counts all. Each with how far its review is. With `format=csv` up to 10,000, without a stay or a name in them.",
  verbName: listFlags.verbName,
  query: z.object({
    // A kind that does not exist, in an address typed by hand, filters for nothing.
    kind: z.enum(REVIEW_KINDS).optional().catch(undefined),
    version: inAddress(listFlags.input.shape.modelVersion).meta({ description: "Model version." }),
    ward: inAddress(listFlags.input.shape.wardId),
    format: z.enum(["json", "csv"]).default("json").catch("json"),
  }),
  answer: flagReview,
  otherForms: [
    {
      type: "text/csv; charset=utf-8; header=present",
      description: "The same without identity.",
      isAsked: isCsvAsked,
      write: ({ flags, asOf }: FlagReview) => ({
        body: flagsCsv(flags),
        headers: { "Content-Disposition": `attachment; filename="flags-${asOf.slice(0, 10)}.csv"` },
      }),
    },
  ],
  run: (house, caller, { query: { kind, version, ward, format } }) =>
    listFlags(house, caller, { kind, modelVersion: version, wardId: ward, forExport: format === "csv" }),
});

export const newFlag = operation({
  id: "flagPrediction",
  method: "post",
  path: "/api/v1/flags",
  tag: "Flags",
  summary: "Say that a prediction is wrong",
  description: "About the stay's newest prediction; 409 where a newer one has taken its place.",
  verbName: flagPrediction.verbName,
  body: flagPrediction.input,
  answer: flagView,
  status: 201,
  isRepeatable: true,
  run: (house, caller, { body }) => flagPrediction(house, caller, body),
});

export const oldFlag = operation({
  id: "withdrawFlag",
  method: "delete",
  path: "/api/v1/flags/{id}",
  tag: "Flags",
  summary: "Take one's own flag back",
  description: "It stays in sight as withdrawn.",
  verbName: withdrawFlag.verbName,
  params: z.object({ id: withdrawFlag.input.shape.flagId }),
  answer: flagView,
  run: (house, caller, { params }) => withdrawFlag(house, caller, { flagId: params.id }),
});

export const newIntervention = operation({
  id: "noteIntervention",
  method: "post",
  path: "/api/v1/interventions",
  tag: "Interventions",
  summary: "Write down what was done about one stay or many",
  verbName: noteIntervention.verbName,
  body: noteIntervention.input,
  answer: z.array(interventionView),
  status: 201,
  isRepeatable: true,
  run: (house, caller, { body }) => noteIntervention(house, caller, body),
});

export const oldIntervention = operation({
  id: "withdrawIntervention",
  method: "delete",
  path: "/api/v1/interventions/{id}",
  tag: "Interventions",
  summary: "Take one's own note back",
  description: "It stays in sight as withdrawn.",
  verbName: withdrawIntervention.verbName,
  params: z.object({ id: z.uuid() }),
  answer: z.array(interventionView),
  run: (house, caller, { params }) => withdrawIntervention(house, caller, { interventionIds: [params.id] }),
});
