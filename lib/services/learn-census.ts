import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { keepLearning } from "@/lib/core/capacity/kept-learning";
import { LEARNT_DAYS, type ToLearn } from "@/lib/core/capacity/learn-census";
import { WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { toKeptArrivals } from "@/lib/core/demand/make-night";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Transaction } from "@/lib/io/database/database";
import { demandForecasts } from "@/lib/io/database/demand-schema";
import { runLearnCensus } from "@/lib/io/run-learn-census";
import { findStays } from "@/lib/services/census-sources";
import { findForecastSetting } from "@/lib/services/forecast-setting";
import { keepLearnt, LENGTH_OF_STAY } from "@/lib/services/learnt-census";
import { longVerb } from "@/lib/services/long-verb";

const DAY_MS = 86_400_000;

/** The night's forecast of unscheduled admissions, where one was kept of today. */
async function findKept(tx: Transaction, today: string): Promise<ToLearn["kept"]> {
  const { kind, wardId, madeOn, days, historyDays } = demandForecasts;
  const [kept] = await tx
    .select({ days, historyDays })
    .from(demandForecasts)
    .where(and(eq(kind, "unscheduled-admissions"), eq(wardId, WHOLE_HOSPITAL), eq(madeOn, today)));
  return kept ? toKeptArrivals(kept) : null;
}

/**
 * Learns what this hospital's past says of its beds, and keeps it for every process: how long patients stay here, how
 * many come and where they go, of nobody in particular. It is worked out in a thread of its own, between transactions.
 */
export const learnCensus = longVerb({
  name: "learn-census",
  input: z.object({}),
  about: () => ({}),
  work: async (house) => {
    const { database, timeZone } = house;
    const at = house.clock.now();
    const today = localDay(at, timeZone);
    const found = await database.transaction(async (tx) => ({
      stays: await findStays(tx, timeZone, new Date(at.getTime() - LEARNT_DAYS * DAY_MS)),
      kept: await findKept(tx, today),
      countFrom: (await findForecastSetting(tx)).countFrom,
    }));
    const learnt = await runLearnCensus({ model: LENGTH_OF_STAY, today, ...found });
    await database.transaction((tx) => keepLearnt(tx, { at, madeOn: today, learnt: keepLearning(learnt) }));
    const output = { stays: learnt.local.stays, arrivalDays: learnt.arrivalDays };
    return { output, audit: { target: {}, detail: output } };
  },
});
