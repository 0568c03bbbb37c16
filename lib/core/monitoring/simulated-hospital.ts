import { seededRandom } from "@/lib/core/demo/seeded-random";
import { FEATURES } from "@/lib/core/features/feature-table";
import { findSignals, WATCH_RULE, type WatchedPlace } from "@/lib/core/monitoring/find-signals";
import { foldIncidents, type Incident } from "@/lib/core/monitoring/incidents";
import { OUTCOME_WATCH_START, type OutcomeWatch, watchOutcomes } from "@/lib/core/monitoring/outcome-watch";
import { type Pool, type SimulatedDay, simulateDay, type Trouble } from "@/lib/core/monitoring/simulated-feed";
import { isDrugFeature } from "@/lib/core/monitoring/watch-days";
import { sumDays, type WatchedDay } from "@/lib/core/monitoring/watched-day";

const WARDS = ["medicine-1", "medicine-2", "surgery", "cardiology"];
const dayName = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);

/** A month of reference, and then so many days that are watched; `trouble` is asked for each day from 0 on. */
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

const dayOf = (name: string): number =>
  Math.round((Date.parse(name) - Date.parse(dayName(WATCH_RULE.referenceDays))) / 86_400_000);

/**
 * Watches a simulated hospital as a real one is watched, day after day: what was sent, who came, what the model said.
 * Its outcomes are taken to mature on the day itself, so that delays are counted in outcomes and not in waiting.
 */
export function watchHospital(pool: Pool, { seed, days, staysADay, trouble }: SimulatedRun): SimulatedFindings {
  const random = seededRandom(seed);
  const all: SimulatedDay[] = [];
  let incidents: Incident[] = [];
  let watch: OutcomeWatch = OUTCOME_WATCH_START;
  let usual = 1;
  let reference: SimulatedDay[] = [];
  let places: Place[] = [];
  for (let day = -WATCH_RULE.referenceDays; day < days; day++) {
    const name = dayName(day + WATCH_RULE.referenceDays);
    // A week has its shape: fewer come at weekends.
    const count = Math.round(staysADay * ([0, 6].includes((day + 70) % 7) ? 0.7 : 1.12));
    const made = { day: name, count, wards: WARDS, random, trouble: day < 0 ? {} : trouble(day) };
    const today = simulateDay(pool, made);
    all.push(today);
    if (day < 0) continue;
    if (day === 0) {
      reference = all.slice(0, -1);
      places = referencePlaces(reference);
      usual = ratioOf(reference);
    }
    const outcome = watchOutcomes(watch, today.outcomes, usual);
    watch = outcome.watch;
    const recent = all.slice(WATCH_RULE.referenceDays).slice(-WATCH_RULE.windowDays);
    const signals = findSignals({
      features: FEATURES,
      places: placesOf(places, recent),
      source: { reference: reference.map(({ source }) => source), recent: recent.map(({ source }) => source) },
    });
    incidents = foldIncidents(incidents, [...signals, ...outcome.signals], name, isDrugFeature);
  }
  return { incidents: incidents.map((incident) => ({ ...incident, day: dayOf(incident.foundOn) })) };
}

function ratioOf(days: readonly SimulatedDay[]): number {
  const outcomes = days.flatMap((day) => day.outcomes);
  const expected = outcomes.reduce((sum, { probability }) => sum + probability, 0);
  return outcomes.reduce((sum, { event }) => sum + event, 0) / expected;
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
