import { z } from "zod";
import { chance, instant, named } from "@/lib/core/api/common-schemas";
import { DEMAND_KINDS } from "@/lib/core/demand/demand-series";
import type { ForecastsView } from "@/lib/core/demand/forecast-views";

const series = z
  .strictObject({
    unit: named
      .nullable()
      .meta({ description: "null: the whole hospital, forecast by itself: units need not add up." }),
    historyDays: z.number(),
    isTooShort: z.boolean().meta({ description: "Fewer than `leastDays` days are known: nothing is foretold yet." }),
    history: z.array(
      z.strictObject({
        day: z.iso.date(),
        count: z.number().nullable().meta({ description: "null: nothing was read that day." }),
      }),
    ),
    days: z.array(
      z.strictObject({
        day: z.iso.date(),
        point: z.number(),
        quantiles: z.array(z.strictObject({ level: chance, value: z.number() })).meta({
          description:
            "Values not exceeded with each probability, ascending. Not whole numbers: rounded, two of them are an interval of whole patients.",
        }),
      }),
    ),
  })
  .meta({ id: "AdmissionForecastSeries" });

export const forecastsView = z
  .strictObject({
    kind: z.enum(DEMAND_KINDS),
    asOf: instant,
    timeZone: z.string(),
    madeOn: z.iso.date().nullable().meta({ description: "First day foretold, in the hospital's time zone." }),
    madeAt: instant.nullable(),
    methodVersion: z.string().nullable(),
    leastDays: z.number(),
    series: z.array(series),
    simulated: z.boolean(),
  })
  .meta({ id: "AdmissionForecasts" }) satisfies z.ZodType<ForecastsView>;
