import { and, asc, desc, eq, isNull, lte, max, sql } from "drizzle-orm";
import { z } from "zod";
import { seededRandom } from "@/lib/core/demo/seeded-random";
import { FEATURES } from "@/lib/core/features/feature-table";
import { featureReports } from "@/lib/core/monitoring/feature-report";
import { WATCH_RULE } from "@/lib/core/monitoring/find-signals";
import type { Incident } from "@/lib/core/monitoring/incidents";
import type { MonitoringReport } from "@/lib/core/monitoring/monitoring-report";
import { watchOutcomes } from "@/lib/core/monitoring/outcome-watch";
import { calibrationCurveOf, calibrationMapOf, performanceChunks } from "@/lib/core/monitoring/performance-chunks";
import { sumScoreBins } from "@/lib/core/monitoring/score-bins";
import { signalKey } from "@/lib/core/monitoring/signal";
import { chooseReference, dayAfter, watchDays } from "@/lib/core/monitoring/watch-days";
import { sumDays, type WatchedDay } from "@/lib/core/monitoring/watched-day";
import { measureGroups } from "@/lib/core/validation/measure";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Transaction } from "@/lib/io/database/database";
import { monitoringDays, monitoringIncidents, monitoringReports } from "@/lib/io/database/monitoring-schema";
import type { House } from "@/lib/services/house";
import { findSaid } from "@/lib/services/incident-answers";
import { longVerb } from "@/lib/services/long-verb";
import { findMaturedStays, toValidationRows } from "@/lib/services/matured-stays";
import { countDays, findDays, findTouchedDays, inRanges } from "@/lib/services/monitoring-days";
import { findDischargeDays } from "@/lib/services/monitoring-outcomes";
import { countSources, findSources } from "@/lib/services/monitoring-sources";
import { settleOutcomes } from "@/lib/services/settle-outcomes";

const DAY_MS = 86_400_000;
/** Predictions this much older than the last look are counted again: one may have been under way then. */
const OVERLAP_MS = DAY_MS;
/** Subgroups are judged on those who left within so many days. */
const GROUP_DAYS = 180;
const GROUP_RESAMPLES = 100;

type Scoped = { readonly tx: Transaction; readonly house: House; readonly now: Date };

export async function findNewestReport(tx: Transaction, version: string) {
  const { modelVersion, at } = monitoringReports;
  const [newest] = await tx
    .select()
    .from(monitoringReports)
    .where(eq(modelVersion, version))
    .orderBy(desc(at))
    .limit(1);
  return newest ?? null;
}

async function findStaysByDay(tx: Transaction, version: string, to: string) {
  const { modelVersion, day, counts } = monitoringDays;
  return tx
    .select({ day, stays: sql<number>`sum((${counts}->>'stays')::int)::int` })
    .from(monitoringDays)
    .where(and(eq(modelVersion, version), lte(day, to)))
    .groupBy(day)
    .orderBy(asc(day));
}

async function findLastDay(tx: Transaction, version: string, to: string): Promise<string | null> {
  const { modelVersion, day } = monitoringDays;
  const [last] = await tx
    .select({ day: max(day) })
    .from(monitoringDays)
    .where(and(eq(modelVersion, version), lte(day, to)));
  return last?.day ?? null;
}

async function findOpenIncidents(tx: Transaction, version: string) {
  const { modelVersion, endedOn } = monitoringIncidents;
  const open = await tx
    .select()
    .from(monitoringIncidents)
    .where(and(eq(modelVersion, version), isNull(endedOn)));
  const said = await findSaid(
    tx,
    open.map(({ id }) => id),
  );
  return open.map((incident) => ({ ...incident, said: said.get(incident.id) ?? null }));
}

/** Writes down what went on, what ended and what began. */
async function keepIncidents(
  tx: Transaction,
  version: string,
  {
    before,
    after,
  }: { readonly before: readonly (Incident & { readonly id: string })[]; readonly after: readonly Incident[] },
): Promise<void> {
  for (const { kind, subject, wardId, figures, p, foundOn, lastOn, quietDays, endedOn } of after) {
    const values = { modelVersion: version, kind, subject, wardId, figures, p, foundOn, lastOn, quietDays, endedOn };
    const id = before.find((one) => one.foundOn === foundOn && signalKey(one) === signalKey(values))?.id;
    if (id === undefined) await tx.insert(monitoringIncidents).values(values).onConflictDoNothing();
    else await tx.update(monitoringIncidents).set(values).where(eq(monitoringIncidents.id, id));
  }
}

/** A transaction that may count for longer than a page may: it reads, and locks nothing anybody waits for. */
function patiently<Output>({ database }: House, work: (tx: Transaction) => Promise<Output>): Promise<Output> {
  return database.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = '10min'`);
    return work(tx);
  });
}

/** Everything that is counted by day, brought up to the last whole day, in transactions of its own. */
async function bringUpToDate(house: House, version: string, through: string): Promise<void> {
  const { database, timeZone } = house;
  const last = await database.transaction(async (tx) =>
    // Where an upgrade has put the counts away, everything is counted anew.
    (await findLastDay(tx, version, through)) === null ? null : findNewestReport(tx, version),
  );
  const since = new Date(last === null ? 0 : last.at.getTime() - OVERLAP_MS);
  const touched = await patiently(house, (tx) =>
    findTouchedDays(tx, { version, timeZone, since, before: dayAfter(through) }),
  );
  for (const range of inRanges(touched)) await patiently(house, (tx) => countDays(tx, { version, timeZone, ...range }));
  await countSources(house, dayAfter(through));
}

interface Looked {
  readonly report: Omit<MonitoringReport, "groups" | "seconds">;
  readonly found: number;
}

function windowOf(days: ReadonlyMap<string, readonly WatchedDay[]>, from: string, to: string): WatchedDay {
  return sumDays([...days.values()].flat().filter(({ day }) => day >= from && day <= to));
}

const shares = (before: WatchedDay, now: WatchedDay, of: (day: WatchedDay) => readonly [number, number]) => {
  const [[a, n], [b, m]] = [of(before), of(now)];
  return n === 0 || m === 0 ? null : { before: a / n, now: b / m };
};

/** Looks at every day since the last look, keeps the incidents, and says how the version stands. */
async function look({ tx, house, now }: Scoped, version: string, through: string): Promise<Looked> {
  const last = await findNewestReport(tx, version);
  const chosen = last?.report.reference ?? null;
  // Once a reference is chosen, nobody asks for every day there ever was.
  const known = chosen === null ? await findStaysByDay(tx, version, through) : [];
  const reference = chosen ?? chooseReference(known);
  const { days: discharges, simulated } = await findDischargeDays({ tx, house, now }, version);
  const returns = watchOutcomes(discharges, reference?.to ?? through, through);
  const sources = await findSources(tx, { after: "", to: through });
  const counted = { days: known.length, stays: known.reduce((sum, { stays }) => sum + stays, 0) };
  const soFar = chosen === null || last === null ? counted : last.report.soFar;
  const map = calibrationMapOf(
    sumScoreBins(discharges.filter(({ day }) => reference !== null && day <= reference.to).map((day) => day.matured)),
  );
  const common = {
    ...{ reference, soFar, simulated },
    performance: performanceChunks(discharges, map),
    curve: calibrationCurveOf(discharges.filter(({ day }) => day >= dayAfter(through, -GROUP_DAYS))),
    returns: { now: returns.now, outcomes: returns.outcomes, usual: returns.usual },
    lastPredictionDay: await findLastDay(tx, version, through),
    sourceDays: sources.length,
  };
  const next = last === null ? (known[0]?.day ?? through) : dayAfter(last.throughDay);
  const isFirst = last === null || last.report.reference === null;
  const from = { sources: next, stays: isFirst && reference !== null ? dayAfter(reference.to) : next };
  const days =
    reference === null ? new Map() : await findDays(tx, version, { reference, from: from.stays, to: through });
  const incidents = await findOpenIncidents(tx, version);
  const watched = watchDays({
    ...{ reference, days, sources, from, incidents },
    to: through,
    outcomeSignals: returns.signals,
  });
  await keepIncidents(tx, version, { before: incidents, after: watched });
  const found = watched.length - incidents.length;
  if (reference === null || through <= reference.to)
    return { report: { ...common, window: null, features: [], abstained: null, called: null }, found };
  const window = { from: dayAfter(through, 1 - WATCH_RULE.windowDays), to: through };
  const [before, recent] = [windowOf(days, reference.from, reference.to), windowOf(days, window.from, window.to)];
  return {
    found,
    report: {
      ...common,
      window: { ...window, stays: recent.stays },
      features: recent.stays === 0 ? [] : featureReports(FEATURES, before, recent),
      abstained: shares(before, recent, ({ abstained, stays }) => [abstained, stays]),
      called: shares(before, recent, ({ called, stays, abstained }) => [called, stays - abstained]),
    },
  };
}

/** Outcomes and calibration of subgroups, where there are enough of them. */
async function measureSubgroups(house: House, version: string, now: Date) {
  const matured = await patiently(house, (tx) => {
    const actor = { id: "system", name: "monitoring", role: "system", wardIds: [] } as const;
    return findMaturedStays({ tx, house, now, actor }, version, new Date(now.getTime() - GROUP_DAYS * DAY_MS));
  });
  const { rows } = await toValidationRows(house, matured);
  return measureGroups(rows, ({ subgroups }) => subgroups, seededRandom(`monitoring ${version}`).next, GROUP_RESAMPLES);
}

/** Looks at a version (the champion where none is named) up to the end of yesterday. Twice on one day finds the same. */
export const runMonitoring = longVerb({
  name: "run-monitoring",
  input: z.object({ version: z.string().max(40).optional() }),
  about: ({ version }): Record<string, string> => (version === undefined ? {} : { modelVersion: version }),
  work: async (house, { version = house.model.facts.version }) => {
    const started = performance.now();
    const now = house.clock.now();
    const through = dayAfter(localDay(now, house.timeZone), -1);
    await settleOutcomes(house, "run-monitoring");
    await bringUpToDate(house, version, through);
    const groups = await measureSubgroups(house, version, now);
    const { found } = await patiently(house, async (tx) => {
      const looked = await look({ tx, house, now }, version, through);
      const report = { ...looked.report, groups, seconds: (performance.now() - started) / 1000 };
      await tx.insert(monitoringReports).values({ modelVersion: version, at: now, throughDay: through, report });
      return looked;
    });
    const output = { version, throughDay: through, found };
    return { output, audit: { target: { modelVersion: version }, detail: { throughDay: through, found } } };
  },
});
