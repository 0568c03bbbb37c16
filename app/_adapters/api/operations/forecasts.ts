import { z } from "zod";
import { operation } from "@/app/_adapters/api/operation";
import { censusAnswer, staffingAnswer, staffingSaid } from "@/lib/core/api/forecast-schemas";
import { toCensusAnswer, toStaffingAnswer } from "@/lib/core/capacity/census-answer";
import { readCensus } from "@/lib/services/read-census";
import { setStaffing } from "@/lib/services/staffing";

/** A scenario of the whole hospital; beds of single units are tried out on the screen. */
const query = z.object({
  surgeFactor: z.coerce.number().min(0).max(5).default(1).meta({ description: "Unscheduled admissions × this." }),
  electivesDelayed: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ description: "Share of planned admissions put off …" }),
  delayDays: z.coerce.number().int().min(1).max(60).default(7).meta({ description: "… by so many days." }),
});

export const censusForecast = operation({
  id: "readCensusForecast",
  method: "get",
  path: "/api/v1/forecasts/census",
  tag: "Forecasts",
  summary: "Patients at midnight for fourteen days, by unit, service and hospital, with quantiles",
  description: "Of the caller's units. `facts` says what is in none of the numbers: show it beside them.",
  verbName: readCensus.verbName,
  query,
  answer: censusAnswer,
  run: async (house, caller, { query: scenario }) => toCensusAnswer(await readCensus(house, caller, { scenario })),
});

export const staffingForecast = operation({
  id: "readStaffingForecast",
  method: "get",
  path: "/api/v1/forecasts/staffing",
  tag: "Forecasts",
  summary: "Nurses needed for fourteen days by unit, role and shift, against the roster",
  description: "Of those of the caller's units that a staffing rule was set for.",
  verbName: readCensus.verbName,
  query,
  answer: staffingAnswer,
  run: async (house, caller, { query: scenario }) => toStaffingAnswer(await readCensus(house, caller, { scenario })),
});

export const unitStaffing = operation({
  id: "setStaffing",
  method: "post",
  path: "/api/v1/staffing",
  tag: "Forecasts",
  summary: "Say by which rules a unit is staffed, and who is on the rota",
  description:
    "`rules` are all of the unit's rules, left out they stay; days and shifts that `roster` does not name stay as they were. 409 where nobody has said how many beds the unit has, or where `seenRules` or a shift’s `seen` is sent and something else stands by now.",
  verbName: setStaffing.verbName,
  body: setStaffing.input,
  answer: staffingSaid,
  run: (house, caller, { body }) => setStaffing(house, caller, body),
});
