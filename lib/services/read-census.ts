import { asc, inArray } from "drizzle-orm";
import { z } from "zod";
import { mayUse } from "@/lib/core/access/access";
import { buildCensusInput } from "@/lib/core/capacity/build-census-input";
import { type CensusUnit, forecastCensus } from "@/lib/core/capacity/census";
import { CENSUS_DAYS, type CensusView, HISTORY_DAYS, type UnitStaffing } from "@/lib/core/capacity/census-view";
import { NO_SCENARIO, scenarioSchema, underScenario } from "@/lib/core/capacity/scenario";
import { nextLocalDays } from "@/lib/core/flow/local-days";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import { silenceReason } from "@/lib/core/validation/model-visibility";
import { daysBetween, localDay } from "@/lib/core/worklist/leaving-group";
import { wards } from "@/lib/io/database/schema";
import { findAdmissionSilence } from "@/lib/services/admission-standing";
import { findBookings, findCurrent, findDemandAge, findHistory, findVisits } from "@/lib/services/census-sources";
import { findLearnt, LENGTH_OF_STAY } from "@/lib/services/learnt-census";
import { findRecentlyLeft, findSpeakers, findTiming } from "@/lib/services/patient-flow";
import { findRosters } from "@/lib/services/staffing";
import { findUnitBeds, type UnitBedsRow } from "@/lib/services/unit-beds";
import { type Scope, verb } from "@/lib/services/verb";

/** What a unit is added up under where nobody said. */
const NO_SERVICE = "No service given";

/** The reader's units with their beds, and those of which nobody has said how many there are. */
async function findUnits({ tx, actor }: Scope) {
  const found = await tx
    .select({ id: wards.id, name: wards.name, physicalBeds: wards.physicalBeds })
    .from(wards)
    .where(inArray(wards.id, [...actor.wardIds]))
    .orderBy(asc(wards.name));
  const said = await findUnitBeds(tx, actor.wardIds);
  const units = found.map(({ id, name, physicalBeds }): CensusUnit => {
    const row = said.find(({ wardId }) => wardId === id);
    const beds = row?.physicalBeds ?? physicalBeds ?? 0;
    return {
      ...{ id, name, service: row?.service ?? NO_SERVICE },
      // Where nobody says otherwise every bed is taken to be nursed.
      ...{ physicalBeds: beds, staffedBeds: row?.staffedBeds ?? beds },
    };
  });
  const known = new Set(said.map(({ wardId }) => wardId));
  const bedsUnknown = found.flatMap(({ id, physicalBeds }) => (known.has(id) || physicalBeds !== null ? [] : [id]));
  return { units, said, bedsUnknown };
}

/** Who is likely to come from the emergency department: nobody where the model is silent or the reading is old. */
async function findEmergency(scope: Scope) {
  const { tx, now } = scope;
  const { readAt, isFresh } = await findDemandAge(tx, now);
  const visits = isFresh ? await findVisits(tx) : [];
  const chances: number[] = [];
  let silent: string | null =
    readAt !== null && !isFresh ? "The emergency department was not read for two hours." : null;
  const silences = new Map<string, string | null>();
  for (const { probability, modelVersion } of visits) {
    if (probability === null || modelVersion === null) continue;
    if (!silences.has(modelVersion)) silences.set(modelVersion, await findAdmissionSilence(scope, modelVersion));
    const why = silences.get(modelVersion) ?? null;
    if (why === null) chances.push(probability);
    else silent = why;
  }
  // Not in the order they came: the board is not everybody's, and who came first is known on the corridor.
  chances.sort((one, other) => one - other);
  return { chances, silent, readAt, outside: visits.filter(({ outside }) => outside.length > 0).length };
}

/** Who left lately and may come back, of whom there is an estimate that this reader may see. */
async function findReturning(scope: Scope) {
  const { actor, house, now } = scope;
  const { speaks, silence } = await findSpeakers(scope, actor.wardIds);
  if (silence) return { left: [], silent: silenceReason(silence), withoutEstimate: 0 };
  const today = localDay(now, house.timeZone);
  const recently = await findRecentlyLeft(scope, actor.wardIds, speaks);
  const left = recently.flatMap(({ wardId, dischargedAt, probability }) => {
    const daysSince = daysBetween(localDay(dischargedAt, house.timeZone), today);
    return probability === null || daysSince < 0 ? [] : [{ unitId: wardId, daysSince, probability }];
  });
  return { left, silent: null, withoutEstimate: recently.filter(({ probability }) => probability === null).length };
}

async function findStaffing(
  { tx }: Scope,
  said: readonly UnitBedsRow[],
  days: readonly string[],
): Promise<UnitStaffing[]> {
  // Acuity may be said before there are rules: whoever then makes some is shown what stands.
  const staffed = said.filter(({ rules, acuity }) => rules.length > 0 || acuity !== null);
  const range = [days[0] ?? "", days.at(-1) ?? ""] as const;
  const ids = staffed.map(({ wardId }) => wardId);
  const people = new Map(
    (await findRosters(tx, ids, range)).map((one) => [`${one.wardId} ${one.day} ${one.role} ${one.shift}`, one.people]),
  );
  return staffed.map(({ wardId, rules, acuity }) => ({
    ...{ unitId: wardId, rules, acuity },
    rostered: days.map((day) =>
      rules.map(({ role, shift }) => people.get(`${wardId} ${day} ${role} ${shift}`) ?? null),
    ),
  }));
}

async function readView(scope: Scope): Promise<Omit<CensusView, "forecast">> {
  const { actor, house, tx, now } = scope;
  const { timeZone } = house;
  const { units, said, bedsUnknown } = await findUnits(scope);
  const ids = units.map(({ id }) => id);
  const { learnt, learntAt } = await findLearnt(house, tx, now);
  const emergency = await findEmergency(scope);
  const returning = await findReturning(scope);
  const days = nextLocalDays(now, timeZone, CENSUS_DAYS);
  const bookings = await findBookings(tx, now, { today: days[0] ?? "", timeZone });
  const booked = (bookings.booked ?? []).filter(({ day }) => day <= (days.at(-1) ?? ""));
  const ours = booked.flatMap(({ unitId, day }) => (unitId !== null && ids.includes(unitId) ? [{ unitId, day }] : []));
  const input = buildCensusInput(LENGTH_OF_STAY, learnt.local, {
    ...{ now, timeZone, units, booked: ours, left: returning.left, emergency: emergency.chances },
    here: await findCurrent(tx, timeZone, ids),
    timing: await findTiming(scope),
    ...{ arrivals: learnt.arrivals, admissions: learnt.admissions, newcomers: learnt.newcomers },
    ...{ planned: learnt.planned, sameDay: learnt.sameDay },
  });
  const back = Math.min(HISTORY_DAYS, learnt.followedDays);
  const [today = ""] = days;
  const past = Array.from({ length: back }, (_, at) => dayAfter(today, at - back));
  return {
    asOf: now.toISOString(),
    ...{ timeZone, input },
    history: { days: past, byUnit: await findHistory(tx, { wardIds: ids, days: past, timeZone }) },
    said: said.map(({ wardId, at, rules: _, acuity: __, ...row }) => ({
      unitId: wardId,
      at: at.toISOString(),
      ...row,
    })),
    staffing: await findStaffing(scope, said, days),
    facts: {
      learntAt: learntAt?.toISOString() ?? null,
      localStays: learnt.local.stays,
      lateDays: learnt.local.tailDays,
      arrivalDays: learnt.arrivalDays,
      emergency: emergency.chances.length,
      emergencyOutside: emergency.outside,
      emergencySilent: emergency.silent,
      returningSilent: returning.silent,
      withoutEstimate: returning.withoutEstimate,
      booked: bookings.booked === null ? null : ours.length,
      bookingsReadAt: bookings.readAt?.toISOString() ?? null,
      bookedElsewhere: booked.length - ours.length,
      // Those who are booked come first.
      plannedUnbooked: input.booked.slice(ours.length).reduce((sum, { chance }) => sum + chance, 0),
      demandReadAt: emergency.readAt?.toISOString() ?? null,
      bedsUnknown,
      simulated: house.isDemo,
    },
    maySet: mayUse(actor.role, "set-unit-beds"),
  };
}

/** How many patients each of the reader's units will have at midnight of the next fourteen days, as a distribution. */
export const readCensus = verb({
  name: "read-census",
  input: z.object({ scenario: scenarioSchema.optional() }),
  about: (): Record<string, string> => ({}),
  wards: async (_scope, { scenario = NO_SCENARIO }) => [
    ...Object.keys(scenario.closedBeds),
    ...Object.keys(scenario.addedStaffedBeds),
  ],
  run: async (scope, { scenario = NO_SCENARIO }) => {
    const view = await readView(scope);
    const output: CensusView = { ...view, forecast: forecastCensus(underScenario(view.input, scenario)) };
    const { units, here } = view.input;
    const detail = {
      units: units.length,
      here: here.length,
      emergency: view.facts.emergency,
      booked: view.facts.booked ?? 0,
    };
    return { output, audit: { target: {}, detail } };
  },
});
