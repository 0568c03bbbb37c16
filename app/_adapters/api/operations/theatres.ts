import { operation } from "@/app/_adapters/api/operation";
import { stockAnswer, suppliesAnswer, theatresAnswer } from "@/lib/core/api/theatre-schemas";
import { toSuppliesAnswer, toTheatresAnswer } from "@/lib/core/theatres/theatres-answer";
import { readTheatres } from "@/lib/services/read-theatres";
import { setStock } from "@/lib/services/stock";

export const theatresForecast = operation({
  id: "readTheatresForecast",
  method: "get",
  path: "/api/v1/forecasts/theatres",
  tag: "Forecasts",
  summary: "Theatre minutes, rooms, people and recovery beds for fourteen days, with quantiles",
  description:
    "From booked operations and a forecast of those not booked. `facts` says what is in none of the numbers.",
  verbName: readTheatres.verbName,
  answer: theatresAnswer,
  run: async (house, caller) => toTheatresAnswer(await readTheatres(house, caller, {})),
});

export const suppliesForecast = operation({
  id: "readSuppliesForecast",
  method: "get",
  path: "/api/v1/forecasts/supplies",
  tag: "Forecasts",
  summary: "What operations use for fourteen days, with quantiles, and how many days stock lasts",
  verbName: readTheatres.verbName,
  answer: suppliesAnswer,
  run: async (house, caller) => toSuppliesAnswer(await readTheatres(house, caller, {})),
});

export const stockCount = operation({
  id: "setStock",
  method: "post",
  path: "/api/v1/stock",
  tag: "Forecasts",
  summary: "Say how much of an item is on the shelf, and what is to come",
  description: "By the name that kinds of operation use it under. What was said before is kept for 90 days.",
  verbName: setStock.verbName,
  body: setStock.input,
  answer: stockAnswer,
  run: (house, caller, { body }) => setStock(house, caller, body),
});
