import { seededRandom } from "@/lib/core/demo/seeded-random";
import { FEATURES } from "@/lib/core/features/feature-table";
import { RETURN_DAYS } from "@/lib/core/monitoring/discharge-day";
import { findSignals, WATCH_RULE, type WatchedPlace } from "@/lib/core/monitoring/find-signals";
import { foldIncidents, type Incident } from "@/lib/core/monitoring/incidents";
import { watchOutcomes } from "@/lib/core/monitoring/outcome-watch";
import { type Pool, type SimulatedDay, simulateDay, type Trouble } from "@/lib/core/monitoring/simulated-feed";
import { toDischargeDay } from "@/lib/core/monitoring/simulated-outcomes";
import { isDrugFeature } from "@/lib/core/monitoring/watch-days";
import { sumDays, type WatchedDay } from "@/lib/core/monitoring/watched-day";

const WARDS = ["medicine-1", "medicine-2", "surgery", "cardiology"];
/** Day 0 is the first that is watched: a month to compare with, and another until its outcomes are known, lie before. */
const BEGINS = -WATCH_RULE.referenceDays - RETURN_DAYS;
const dayName = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day - BEGINS)).toISOString().slice(0, 10);
const dayOf = (name: string): number => Math.round((Date.parse(name) - Date.parse(dayName(0))) / 86_400_000);
const REFERENCE_TO = dayName(BEGINS + WATCH_RULE.referenceDays - 1);

/** So many days are watched; `trouble` is asked for each of them, from 0 on. */
export interface SimulatedRun {
  readonly seed: string;
  readonly days: number;
  readonly staysADay: number;
  readonly trouble: (day: number) => Trouble;
}

export interface SimulatedFindings {
  /** Days after watching began (0 the first). */
  readonly incidents: readonly (Incident & { readonly day: number })[];
}

/** Watches a simulated hospital as a real one is watched, day after day: what was sent, who came, what became of them. */
export function watchHospital(pool: Pool, { seed, days, staysADay, trouble }: SimulatedRun): SimulatedFindings {
  const random = seededRandom(seed);
  const all: SimulatedDay[] = [];
  for (let day = BEGINS; day < days; day++) {
    // A week has its shape: fewer come at weekends.
    const count = Math.round(staysADay * ([0, 6].includes((day + 70) % 7) ? 0.7 : 1.12));
    all.push(
      simulateDay(pool, { day: dayName(day), count, wards: WARDS, random, trouble: day < 0 ? {} : trouble(day) }),
    );
  }
  const discharges = all.map(({ outcomes }, i) => toDischargeDay(dayName(BEGINS + i), outcomes));
  const { signals: returns } = watchOutcomes(discharges, REFERENCE_TO, dayName(days - 1));
  const reference = all.slice(0, WATCH_RULE.referenceDays);
  const places = referencePlaces(reference);
  let incidents: Incident[] = [];
  for (let day = 0; day < days; day++) {
    const recent = all.slice(0, day - BEGINS + 1).slice(-WATCH_RULE.windowDays);
    const signals = findSignals({
      features: FEATURES,
      places: placesOf(places, recent),
      source: { reference: reference.map(({ source }) => source), recent: recent.map(({ source }) => source) },
    });
    const name = dayName(day);
    incidents = foldIncidents(incidents, [...signals, ...(returns.get(name) ?? [])], name, isDrugFeature);
  }
  return { incidents: incidents.map((incident) => ({ ...incident, day: dayOf(incident.foundOn) })) };
}

type Place = Omit<WatchedPlace, "recent">;

const whole = ({ wards }: SimulatedDay): WatchedDay => sumDays(Object.values(wards));
const isEmpty = { day: "", stays: 0, abstained: 0, called: 0, features: {}, scores: {} };

/** The month before watching began, by place. */
function referencePlaces(days: readonly SimulatedDay[]): Place[] {
  const of = (wardId: string) => sumDays(days.flatMap(({ wards }) => wards[wardId] ?? []));
  return [
    { wardId: null, reference: sumDays(days.map(whole)), isDaily: true },
    ...WARDS.map((wardId) => ({ wardId, reference: of(wardId), isDaily: true })),
  ];
}

function placesOf(known: readonly Place[], recent: readonly SimulatedDay[]): WatchedPlace[] {
  const others = [...new Set(recent.flatMap(({ wards }) => Object.keys(wards)))].filter(
    (ward) => !WARDS.includes(ward),
  );
  const places = [...known, ...others.map((wardId) => ({ wardId, reference: isEmpty, isDaily: false }))];
  return places.map((place) => ({
    ...place,
    recent: recent.flatMap((day) => (place.wardId === null ? whole(day) : (day.wards[place.wardId] ?? []))),
  }));
}
