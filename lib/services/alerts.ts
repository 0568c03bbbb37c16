import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { mayUse } from "@/lib/core/access/access";
import {
  ALERT_LISTS,
  type AlertEventView,
  type AlertList,
  type AlertState,
  type AlertsView,
  type AlertView,
} from "@/lib/core/alerts/alert";
import { alertSentence, SILENT_SENTENCE } from "@/lib/core/alerts/alert-words";
import { decodeCursor, encodeCursor } from "@/lib/core/api/cursor";
import { Fault } from "@/lib/core/fault";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { alertEvents, alertRules, alerts } from "@/lib/io/database/alert-schema";
import { patients, predictions, stays, users, wards } from "@/lib/io/database/schema";
import { findLookedAt, findRules } from "@/lib/services/alert-rows";
import { recallIdentity } from "@/lib/services/identity-cache";
import { findScoreStanding } from "@/lib/services/model-visibility";
import { placeOf } from "@/lib/services/sealed-columns";
import { findStandings as findVersionStandings } from "@/lib/services/silence-unapproved";
import { type Scope, verb } from "@/lib/services/verb";
import { recordListViewing } from "@/lib/services/viewings";

/** Alerts on one page. */
const PAGE = 50;

const STATES: Readonly<Record<AlertList, readonly AlertState[]>> = {
  open: ["open"],
  acknowledged: ["acknowledged"],
  snoozed: ["snoozed", "held"],
  done: ["dismissed", "resolved"],
};

/** Where the patient is by now decides who sees an alert, as with everything else about them. */
const onWards = (wardIds: readonly string[]): SQL => sql`${stays.wardId} = any(${sql.param([...wardIds])}::text[])`;

async function findEvents({ tx, house }: Scope, alertIds: readonly string[]) {
  const rows = await tx
    .select({ event: alertEvents, byName: users.name })
    .from(alertEvents)
    .leftJoin(users, eq(users.id, alertEvents.userId))
    .where(inArray(alertEvents.alertId, [...alertIds]))
    .orderBy(asc(alertEvents.at), asc(alertEvents.id));
  const events = new Map<string, AlertEventView[]>();
  for (const { event, byName } of rows) {
    const { kind, at, dismissal, resolution, until, note, id } = event;
    const own = events.get(event.alertId) ?? [];
    events.set(event.alertId, own);
    own.push({
      ...{ kind, at: at.toISOString(), byName, dismissal, resolution, until: until?.toISOString() ?? null },
      note: note === null ? "" : String(house.vault.open(note, placeOf(alertEvents.note, id))),
    });
  }
  return events;
}

/** An alert as the actor may see it, and the prediction whose score it shows; null where it shows none. */
interface ShownAlert {
  readonly view: AlertView;
  readonly predictionId: string | null;
}

/** Some alerts as the actor may see them. */
async function findViews(scope: Scope, which: SQL | undefined, order: SQL[], limit: number): Promise<ShownAlert[]> {
  const { tx, house, actor, now } = scope;
  const rows = await tx
    .select({
      alert: alerts,
      rule: alertRules.rule,
      stay: stays,
      patient: patients,
      wardName: wards.name,
      score: scoreColumns,
    })
    .from(alerts)
    .innerJoin(stays, eq(stays.id, alerts.stayId))
    .innerJoin(wards, eq(wards.id, stays.wardId))
    .innerJoin(patients, eq(patients.id, alerts.patientId))
    .innerJoin(alertRules, and(eq(alertRules.ruleId, alerts.ruleId), eq(alertRules.version, alerts.ruleVersion)))
    .leftJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(which)
    .orderBy(...order)
    .limit(limit);
  if (rows.length === 0) return [];
  const events = await findEvents(
    scope,
    rows.map(({ alert }) => alert.id),
  );
  const versions = rows.flatMap(({ alert, score }) => [alert.modelVersion, score?.modelVersion ?? alert.modelVersion]);
  const standings = await findVersionStandings(scope, versions);
  const isSilent = (version: string): boolean => standings.get(version)?.silentBecause != null;
  return rows.map(({ alert, rule, stay, patient, wardName, score }): ShownAlert => {
    const shown = score === null || score.probability === null || isSilent(score.modelVersion) ? null : score;
    const view: AlertView = {
      ...{ id: alert.id, ruleId: alert.ruleId, ruleVersion: alert.ruleVersion, ruleName: rule.name, kind: alert.kind },
      ...{ state: alert.state, stayId: alert.stayId, wardId: stay.wardId ?? "", wardName, bed: stay.bed },
      patient: recallIdentity(house.vault, patient, localDay(now, house.timeZone)),
      plannedEndAt: stay.plannedEndAt?.toISOString() ?? null,
      because: isSilent(alert.modelVersion) ? SILENT_SENTENCE : alertSentence(alert.kind, alert.finding),
      probability: shown?.probability ?? null,
      tier: shown?.tier ?? null,
      raisedAt: alert.raisedAt.toISOString(),
      snoozedUntil: alert.state === "snoozed" ? (alert.dueAt?.toISOString() ?? null) : null,
      escalatedAt: alert.escalatedAt?.toISOString() ?? null,
      roles: alert.roles,
      isMine: alert.roles.some((role) => role === actor.role),
      repeats: alert.repeats,
      endedAt: alert.endedAt?.toISOString() ?? null,
      events: events.get(alert.id) ?? [],
    };
    return { view, predictionId: shown?.id ?? null };
  });
}

const scoreColumns = {
  id: predictions.id,
  modelVersion: predictions.modelVersion,
  probability: predictions.probability,
  tier: predictions.tier,
};

/** One alert as the actor may see it. */
export async function findAlertView(scope: Scope, alertId: string): Promise<AlertView> {
  const [found] = await findViews(scope, eq(alerts.id, alertId), [asc(alerts.id)], 1);
  if (found === undefined) throw new Fault("not-found", "There is no such alert.");
  return found.view;
}

/** How many stand where. What is done is kept for years, and counted only where it is asked for. */
async function countOn(
  { tx, actor }: Scope,
  wardIds: readonly string[],
  list: AlertList,
): Promise<AlertsView["counts"]> {
  const ended = tx
    .select({ n: sql<number>`count(*)::int` })
    .from(alerts)
    .innerJoin(stays, eq(stays.id, alerts.stayId))
    .where(and(isNotNull(alerts.endedAt), onWards(wardIds)));
  const done = list === "done" ? ((await ended)[0]?.n ?? 0) : null;
  const rows = await tx
    .select({
      state: alerts.state,
      n: sql<number>`count(*)::int`,
      mine: sql<number>`(count(*) filter (where ${actor.role} = any(${alerts.roles})))::int`,
    })
    .from(alerts)
    .innerJoin(stays, eq(stays.id, alerts.stayId))
    .where(and(isNull(alerts.endedAt), onWards(wardIds)))
    .groupBy(alerts.state);
  const of = (states: readonly AlertState[]): number =>
    rows.reduce((sum, { state, n }) => sum + (states.includes(state) ? n : 0), 0);
  return {
    ...{ open: of(STATES.open), acknowledged: of(STATES.acknowledged), snoozed: of(["snoozed"]), done },
    held: of(["held"]),
    mine: rows.find(({ state }) => state === "open")?.mine ?? 0,
  };
}

/** The inbox: alerts about patients of the reader's wards, open ones longest first, what is done newest first. */
export const listAlerts = verb({
  name: "list-alerts",
  input: z.object({
    wardId: z.string().min(1).max(200).nullish(),
    list: z.enum(ALERT_LISTS).default("open"),
    cursor: z.string().max(200).nullish(),
    /** This one alone, wherever it stands; nothing where its patient is on none of the reader's wards. */
    alertId: z.uuid().nullish(),
  }),
  about: ({ wardId, alertId }): Record<string, string> => ({ ...(wardId && { wardId }), ...(alertId && { alertId }) }),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { wardId, list, cursor, alertId }) => {
    const { tx, actor, house, now } = scope;
    const after = cursor ? decodeCursor(cursor) : null;
    if (cursor && after === null) throw new Fault("bad-input", "cursor: is none that was handed out.");
    const wardIds = wardId ? [wardId] : actor.wardIds;
    const isDone = list === "done";
    const time = isDone ? alerts.endedAt : alerts.raisedAt;
    const place = after && sql`(${after.at}::timestamptz, ${after.id}::uuid)`;
    const beyond =
      place && (isDone ? sql`(${time}, ${alerts.id}) < ${place}` : sql`(${time}, ${alerts.id}) > ${place}`);
    const turn = isDone ? desc : asc;
    const found = await findViews(
      scope,
      and(
        onWards(wardIds),
        ...(alertId
          ? [eq(alerts.id, alertId)]
          : [
              isDone ? isNotNull(alerts.endedAt) : isNull(alerts.endedAt),
              inArray(alerts.state, [...STATES[list]]),
              beyond ?? undefined,
            ]),
      ),
      [turn(time), turn(alerts.id)],
      PAGE + 1,
    );
    const page = found.slice(0, PAGE);
    await recordListViewing(
      scope,
      page.flatMap(({ predictionId }) => predictionId ?? []),
    );
    const shown = page.map(({ view }) => view);
    const last = found.length > PAGE ? shown.at(-1) : undefined;
    const known = await tx.select({ id: wards.id, name: wards.name }).from(wards).orderBy(wards.name, wards.id);
    const output: AlertsView = {
      list,
      wards: known.filter(({ id }) => actor.wardIds.includes(id)),
      wardId: wardId ?? null,
      alerts: shown,
      next: last ? encodeCursor({ at: (isDone ? last.endedAt : null) ?? last.raisedAt, id: last.id }) : null,
      counts: await countOn(scope, wardIds, list),
      rules: (await findRules(tx)).filter(
        ({ rule }) => rule.isOn && rule.wardIds.some((ward) => wardIds.includes(ward)),
      ).length,
      silentBecause: (await findScoreStanding(scope)).silentBecause,
      lookedAt: (await findLookedAt(tx))?.toISOString() ?? null,
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      mayAct: mayUse(actor.role, "act-on-alert"),
    };
    const detail = { list, alerts: shown.length };
    const target = { ...(wardId && { wardId }), ...(alertId && { alertId }) };
    return { output, audit: { target, detail } };
  },
});

/** How many alerts are open on the reader's wards, and how many of those are addressed to their role. */
export const countAlerts = verb({
  name: "list-alerts",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, actor }) => {
    // Of what is open alone: what is done is kept for years, and this is asked often.
    const [row] = await tx
      .select({
        open: sql<number>`count(*)::int`,
        mine: sql<number>`(count(*) filter (where ${actor.role} = any(${alerts.roles})))::int`,
      })
      .from(alerts)
      .innerJoin(stays, eq(stays.id, alerts.stayId))
      .where(and(isNull(alerts.endedAt), eq(alerts.state, "open"), onWards(actor.wardIds)));
    const { open, mine } = row ?? { open: 0, mine: 0 };
    return { output: { open, mine }, audit: { target: {}, detail: { list: "counts", alerts: open } } };
  },
});
