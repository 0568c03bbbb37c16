import { z } from "zod";
import type { ApiRequest } from "@/app/_adapters/api/api-request";
import { operation } from "@/app/_adapters/api/operation";
import { inAddress } from "@/lib/core/api/common-schemas";
import type { PredictionPage } from "@/lib/core/api/prediction-page";
import { predicted } from "@/lib/core/api/scored-stay-schemas";
import { predictionPage } from "@/lib/core/api/stay-schemas";
import { listPredictions } from "@/lib/services/list-predictions";
import { type Predicted, predict as predictVerb } from "@/lib/services/predict";

/** The framework hands on no more than 10 MB where its proxy looks at a request; this path it leaves alone. */
const BUNDLE_MAXIMUM_BYTES = 20 * 1024 * 1024;
/** Four of the largest, each a hundred megabytes once it is parsed; or some hundreds as they usually are. */
const BYTES_AT_ONCE = 4 * BUNDLE_MAXIMUM_BYTES;

const NDJSON = "application/x-ndjson";

export const predict = operation({
  id: "predict",
  method: "post",
  path: "/api/v1/predict",
  tag: "Predictions",
  summary: "Score the stays of one patient sent along",
  description:
    "A FHIR R4 Bundle of one patient in; for each inpatient stay in it, past or current, out what `wardlight score` " +
    "prints: probability with every driver and its evidence, LACE and HOSPITAL, or the reasons for no probability. " +
    "Nothing of it is kept. While the model is silent (it was not yet approved for this hospital) there is no " +
    "probability and no driver: LACE and HOSPITAL remain. With `Accept: application/x-ndjson` one stay a line.",
  verbName: predictVerb.verbName,
  query: z.object({
    now: z.string().max(40).optional().meta({
      description: "Hides what is dated later; by default the latest date in the patient's data.",
      example: "2026-03-09T06:00:00Z",
    }),
  }),
  body: z
    .looseObject({ resourceType: z.literal("Bundle", "must be Bundle") })
    .meta({ description: "A FHIR R4 Bundle (collection, searchset, transaction, …) that holds exactly one Patient." }),
  bodyMaximumBytes: BUNDLE_MAXIMUM_BYTES,
  bodyTypes: ["application/fhir+json", "application/json"],
  answer: predicted,
  otherForms: [
    {
      type: NDJSON,
      description: "One stay a line, as `wardlight score` prints them.",
      isAsked: (request: ApiRequest) => request.headers.get("accept")?.includes(NDJSON) ?? false,
      write: ({ stays }: Predicted) => ({ body: stays.map((stay) => `${JSON.stringify(stay)}\n`).join("") }),
    },
  ],
  mostBytesAtOnce: BYTES_AT_ONCE,
  run: (house, caller, { query, body }) => predictVerb(house, caller, { bundle: body, now: query.now }),
});

export const predictions = operation({
  id: "listPredictions",
  method: "get",
  path: "/api/v1/predictions",
  tag: "Predictions",
  summary: "What the model said, oldest first",
  description:
    "Predictions of stays on the caller's wards, in the order they were made, a page at a time; follow " +
    "`Link: rel=next`, or `next`, until there is none. To keep up, ask again with `since` a few minutes before the " +
    "newest one seen and pass over ids already known: one that was long in the making can carry an earlier time.",
  verbName: listPredictions.verbName,
  query: z.object({
    since: inAddress(listPredictions.input.shape.since).meta({ description: "Made then or later." }),
    modelVersion: inAddress(listPredictions.input.shape.modelVersion),
    ward: inAddress(listPredictions.input.shape.wardId).meta({ description: "One of the caller's wards." }),
    cursor: inAddress(listPredictions.input.shape.cursor).meta({ description: "From the page before." }),
    limit: listPredictions.input.shape.limit,
  }),
  answer: predictionPage,
  headers: ({ next }: PredictionPage, request: ApiRequest): Record<string, string> => {
    if (next === null) return {};
    const { searchParams, pathname } = new URL(request.url);
    searchParams.set("cursor", next);
    return { Link: `<${pathname}?${searchParams}>; rel="next"` };
  },
  run: (house, caller, { query: { ward, ...rest } }) => listPredictions(house, caller, { ...rest, wardId: ward }),
});
