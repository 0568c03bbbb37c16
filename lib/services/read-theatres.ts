import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { type ForecastDay, toArrivalLevels } from "@/lib/core/capacity/arrival-levels";
import { WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { KEPT_LEVELS } from "@/lib/core/demand/forecast-demand";
import { localDayElapsed, nextLocalDays } from "@/lib/core/flow/local-days";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import { caseDuration, usualMinutes } from "@/lib/core/theatres/case-duration";
import type { TheatrePlan, TheatrePlanInput } from "@/lib/core/theatres/plan-theatres";
import { rulesOf, thereOn } from "@/lib/core/theatres/theatre-setting";
import type { ProfileView, SaidBy, StockView, TheatresView } from "@/lib/core/theatres/theatres-view";
import { daysBetween, localDay } from "@/lib/core/worklist/leaving-group";
import type { Transaction } from "@/lib/io/database/database";
import { demandForecasts } from "@/lib/io/database/demand-schema";
import { runPlanTheatres } from "@/lib/io/run-plan-theatres";
import { findDemandAge } from "@/lib/services/census-sources";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";
import { longVerb } from "@/lib/services/long-verb";
import { findNewestRun } from "@/lib/services/make-forecasts";
import { findProfileVersions, type ProfileVersion } from "@/lib/services/procedure-profiles";
import { findStock } from "@/lib/services/stock";
import { OPERATIONS_STATE } from "@/lib/services/sync-demand";
import { findOperationsBooked } from "@/lib/services/theatre-bookings";
import { findTheatrePast } from "@/lib/services/theatre-past";
import { findTheatreSetting } from "@/lib/services/theatre-setting";

/** Days that are planned. */
const PLANNED_DAYS = 14;
/** Of an hour, in a day. */
const QUARTERS = 96;
const WEEK_DAYS = 7;

interface Planned {
  readonly key: string;
  readonly plan: Promise<TheatrePlan>;
}
const memory = houseMemory("theatre-plan", () => ({ newest: null as Planned | null }));

/** The plan, worked out once for the same input, whoever asks for it meanwhile. */
function planOnce(house: House, input: TheatrePlanInput): Promise<TheatrePlan> {
  const kept = memory(house);
  const { recorded, addOnShares, ...rest } = input;
  const key = JSON.stringify([rest, [...recorded], [...addOnShares]]);
  if (kept.newest?.key === key) return kept.newest.plan;
  const plan = runPlanTheatres(input);
  const planned = { key, plan };
  kept.newest = planned;
  // What failed is tried again by the next who asks.
  plan.catch(() => {
    if (kept.newest === planned) kept.newest = null;
  });
  return plan;
}

type NightRun = Awaited<ReturnType<typeof findNewestRun>>;

/**
 * Operations nobody has booked as they were last forecast, by day; a day beyond what was foretold is taken for the same
 * weekday of the week before. null where none were forecast within a week.
 */
async function findAddOns(tx: Transaction, run: NightRun, days: readonly string[]) {
  const ofRun = and(eq(demandForecasts.kind, "added-operations"), eq(demandForecasts.wardId, WHOLE_HOSPITAL));
  const [told] =
    run === null
      ? []
      : await tx
          .select()
          .from(demandForecasts)
          .where(and(ofRun, eq(demandForecasts.madeOn, run.madeOn)));
  if (told === undefined) return null;
  const byDay = new Map(told.days.map(({ day, quantiles }) => [day, quantiles]));
  const forecast: ForecastDay[] = [];
  for (const day of days) {
    const quantiles = byDay.get(day) ?? byDay.get(dayAfter(day, -WEEK_DAYS));
    if (quantiles === undefined) return null;
    forecast.push({ quantiles: KEPT_LEVELS.map((level, at) => ({ level, value: quantiles[at] ?? 0 })) });
  }
  return { madeOn: told.madeOn, historyDays: told.historyDays, forecast };
}

const saidBy = ({ at, by }: { readonly at: Date; readonly by: string | null }): SaidBy => ({
  at: at.toISOString(),
  by,
});

function toProfileView(versions: readonly ProfileVersion[], minutes: readonly number[]): ProfileView[] {
  const [newest] = versions;
  if (newest === undefined) return [];
  const { profile, version } = newest;
  return [
    {
      ...{ profile, version, said: saidBy(newest), recorded: minutes.length },
      usual: usualMinutes(caseDuration(profile, minutes)),
      versions: versions.map((one) => ({ ...saidBy(one), version: one.version, profile: one.profile })),
    },
  ];
}

/** Every item's newest count, with what came since and is to come. */
async function findShelves(tx: Transaction, timeZone: string, today: string) {
  const rows = await findStock(tx);
  return new Map(
    rows.map((row) => {
      const counted = localDay(row.at, timeZone);
      const daysOld = Math.max(0, daysBetween(counted, today));
      const view: StockView = { count: row.count, deliveries: row.deliveries, said: saidBy(row), daysOld };
      // What came before the shelf was counted was counted on it.
      const deliveries = row.deliveries
        .filter(({ day }) => day >= counted)
        .map(({ day, count }) => ({ day: daysBetween(today, day), count }));
      return [row.item, { view, shelf: { item: row.item, stock: row.count, daysOld, deliveries } }] as const;
    }),
  );
}

/** Everything a fortnight is worked out from, and what is shown beside it. */
async function gather(house: House, tx: Transaction, now: Date) {
  const { timeZone } = house;
  const days = nextLocalDays(now, timeZone, PLANNED_DAYS);
  const today = days[0] ?? "";
  const versions = await findProfileVersions(tx);
  const profiles = versions.flatMap(([newest]) => newest?.profile ?? []);
  const setting = await findTheatreSetting(tx);
  const shelves = await findShelves(tx, timeZone, today);
  const booked = await findOperationsBooked(tx, [today, days.at(-1) ?? ""]);
  const night = await findNewestRun(tx);
  const past = await findTheatrePast(house, tx, profiles, { now, today, nightAt: night?.at ?? null });
  const addOns = await findAddOns(tx, night, days);
  // By the quarter of an hour, so that what was worked out stands for whoever asks next.
  const ofToday = Math.ceil((1 - localDayElapsed(now, timeZone)) * QUARTERS) / QUARTERS;
  const left = days.map((_, ahead) => (ahead === 0 ? ofToday : 1));
  const there = days.map((day) => thereOn(setting, day));
  const input: TheatrePlanInput = {
    ...{ days, profiles, recorded: past.recorded, booked, rules: rulesOf(setting) },
    // How much of today's rooms is left for what is left of today's operations is not known: no chance is told of today.
    there: there.map((one, ahead) => (ahead === 0 ? { ...one, rooms: null, recoveryBeds: null } : one)),
    addOns: addOns === null ? [] : toArrivalLevels(addOns.forecast, left),
    addOnShares: past.added,
    stock: [...shelves.values()].map(({ shelf }) => shelf),
  };
  return { input, versions, setting, shelves, there, addOns, age: await findDemandAge(tx, now, OPERATIONS_STATE) };
}

/** What the next fourteen days need in theatre, as distributions, and how long stock lasts. */
export const readTheatres = longVerb({
  name: "read-theatres",
  input: z.strictObject({}),
  about: () => ({}),
  work: async (house) => {
    const now = house.clock.now();
    const found = await house.database.transaction((tx) => gather(house, tx, now));
    const { input, versions, setting, shelves, there, addOns, age } = found;
    const { profiles, recorded, booked } = input;
    const plan = await planOnce(house, input);
    const used = new Set(profiles.flatMap(({ supplies }) => supplies.map(({ item }) => item)));
    const output: TheatresView = {
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      days: plan.days.map((day, at) => ({ ...day, there: there[at] ?? thereOn(null, day.day) })),
      supplies: plan.items
        .map((item) => ({ ...item, stock: shelves.get(item.item)?.view ?? null, isUsed: used.has(item.item) }))
        // What no operation uses any more and there is none of needs no row.
        .filter(({ isUsed, stock }) => isUsed || (stock?.count ?? 0) > 0),
      profiles: versions.flatMap((own) => toProfileView(own, recorded.get(own[0]?.profileId ?? "") ?? [])),
      setting,
      facts: {
        booked: booked.length,
        bookedUnplanned: booked.filter(({ isUnplanned }) => isUnplanned).length,
        withoutProfile: plan.days.reduce((sum, day) => sum + day.withoutProfile, 0),
        addOnsMadeOn: addOns?.madeOn ?? null,
        addOnDays: addOns?.historyDays ?? 0,
        recorded: [...recorded.values()].reduce((sum, minutes) => sum + minutes.length, 0),
        bookingsReadAt: age.readAt?.toISOString() ?? null,
        isFresh: age.isFresh,
        simulated: house.isDemo,
      },
    };
    const detail = { profiles: profiles.length, booked: booked.length, items: output.supplies.length };
    return { output, audit: { target: {}, detail } };
  },
});
