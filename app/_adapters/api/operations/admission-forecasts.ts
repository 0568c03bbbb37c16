import { z } from "zod";
import { operation } from "@/app/_adapters/api/operation";
import { forecastsView } from "@/lib/core/api/admission-forecast-schemas";
import { inAddress } from "@/lib/core/api/common-schemas";
import { readForecasts } from "@/lib/services/read-forecasts";

export const admissionForecasts = operation({
  id: "readAdmissionForecasts",
  method: "get",
  path: "/api/v1/forecasts/admissions",
  tag: "Forecasts",
  summary: "Unscheduled admissions by day, a fortnight ahead, as quantiles",
  description:
    "Made once a day for the whole hospital and each unit of the caller's; the day they are made on is first.",
  verbName: readForecasts.verbName,
  query: z.object({ ward: inAddress(readForecasts.input.shape.wardId) }),
  answer: forecastsView,
  run: (house, caller, { query }) =>
    readForecasts(house, caller, { kind: "unscheduled-admissions", wardId: query.ward ?? null }),
});
