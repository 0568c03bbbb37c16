import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { mayUse } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import { INCIDENT_ANSWERS, type IncidentView } from "@/lib/core/monitoring/incident-view";
import type { MonitoringView } from "@/lib/core/monitoring/monitoring-view";
import { isSettled } from "@/lib/core/monitoring/settled";
import { monitoringIncidents, monitoringNotes, monitoringReports } from "@/lib/io/database/monitoring-schema";
import { users, wards } from "@/lib/io/database/schema";
import { findSaid } from "@/lib/services/incident-answers";
import { findNewestReport } from "@/lib/services/run-monitoring";
import { placeOf } from "@/lib/services/sealed-columns";
import { type Scope, verb } from "@/lib/services/verb";

/** Incidents that are over and still shown; older ones stay in the database. */
const SHOWN_OVER = 60;

async function findNotes({ tx, house }: Scope, incidentIds: readonly string[]) {
  if (incidentIds.length === 0) return [];
  const { id, incidentId, userId, answer, note, at } = monitoringNotes;
  const rows = await tx
    .select({ id, incidentId, answer, note, at, byName: users.name })
    .from(monitoringNotes)
    .innerJoin(users, eq(users.id, userId))
    .where(inArray(incidentId, [...incidentIds]))
    .orderBy(asc(at));
  return rows.map((row) => ({
    incidentId: row.incidentId,
    answer: row.answer,
    note: String(house.vault.open(row.note, placeOf(note, row.id))),
    byName: row.byName,
    at: row.at.toISOString(),
  }));
}

const { modelVersion, foundOn, endedOn, wardId: onWard, kind, id } = monitoringIncidents;

/** Those about everybody, those on the reader's wards, and wards nobody knew. */
const isReaders = ({ actor }: Scope): SQL =>
  sql`(${onWard} is null or ${kind} = 'new-ward' or ${onWard} = any(${sql.param([...actor.wardIds])}::text[]))`;

/** All of the reader's that last, and the newest that are over. */
async function findIncidents(scope: Scope, version: string): Promise<IncidentView[]> {
  const { tx } = scope;
  const own = (isOver: boolean) =>
    tx
      .select({ incident: monitoringIncidents, wardName: wards.name })
      .from(monitoringIncidents)
      .leftJoin(wards, eq(wards.id, onWard))
      .where(and(eq(modelVersion, version), isOver ? isNotNull(endedOn) : isNull(endedOn), isReaders(scope)))
      .orderBy(desc(foundOn), asc(id))
      .$dynamic();
  const rows = [...(await own(false)), ...(await own(true).limit(SHOWN_OVER))];
  const ids = rows.map(({ incident }) => incident.id);
  const notes = await findNotes(scope, ids);
  const said = await findSaid(tx, ids);
  return rows.map(({ incident: { modelVersion: _, ...incident }, wardName }) => ({
    ...incident,
    wardName,
    said: said.get(incident.id) ?? null,
    notes: notes.filter(({ incidentId }) => incidentId === incident.id).map(({ incidentId: __, ...note }) => note),
  }));
}

/** How many last on wards the reader is not on, but for those said to be expected, and since when; nothing else of them. */
async function countElsewhere(scope: Scope, version: string): Promise<MonitoringView["elsewhere"]> {
  const others = await scope.tx
    .select()
    .from(monitoringIncidents)
    .where(and(eq(modelVersion, version), isNull(endedOn), sql`not ${isReaders(scope)}`))
    .orderBy(asc(foundOn));
  const said = await findSaid(
    scope.tx,
    others.map((one) => one.id),
  );
  const open = others.filter((one) => !isSettled({ ...one, said: said.get(one.id) ?? null }));
  return { count: open.length, since: open[0]?.foundOn ?? null };
}

/** How a version (the champion where none is named) stood when it was last looked at. */
export const readMonitoring = verb({
  name: "read-monitoring",
  input: z.object({ version: z.string().max(40).nullish() }),
  about: ({ version }): Record<string, string> => (version ? { modelVersion: version } : {}),
  wards: async () => [],
  run: async (scope, input) => {
    const { tx, house, actor, now } = scope;
    const version = input.version || house.model.facts.version;
    const newest = await findNewestReport(tx, version);
    const looked = await tx.selectDistinct({ version: monitoringReports.modelVersion }).from(monitoringReports);
    const incidents = await findIncidents(scope, version);
    const output: MonitoringView = {
      version,
      versions: [...new Set([house.model.facts.version, ...looked.map((one) => one.version)])].sort(),
      timeZone: house.timeZone,
      asOf: now.toISOString(),
      looked: newest && { at: newest.at.toISOString(), throughDay: newest.throughDay, report: newest.report },
      incidents,
      elsewhere: await countElsewhere(scope, version),
      mayAnswer: mayUse(actor.role, "answer-incident"),
      mayRun: mayUse(actor.role, "run-monitoring"),
    };
    return { output, audit: { target: { modelVersion: version }, detail: { incidents: incidents.length } } };
  },
});

async function findIncident({ tx }: Scope, incidentId: string) {
  const [incident] = await tx.select().from(monitoringIncidents).where(eq(monitoringIncidents.id, incidentId));
  if (incident === undefined) throw new Fault("not-found", "There is no such incident.");
  return incident;
}

/** Says what was found out about an incident, or done. Nothing is changed by it but what is shown; it is never undone. */
export const answerIncident = verb({
  name: "answer-incident",
  input: z.object({
    incidentId: z.uuid(),
    answer: z.enum(INCIDENT_ANSWERS),
    note: z.string().trim().min(3, "Say in a few words what was found or done").max(1000),
  }),
  about: ({ incidentId }) => ({ incidentId }),
  wards: async (scope, { incidentId }) => {
    const { wardId, kind } = await findIncident(scope, incidentId);
    return wardId === null || kind === "new-ward" ? [] : [wardId];
  },
  run: async (scope, { incidentId, answer, note }) => {
    const { tx, house, actor, now } = scope;
    const { figures } = await findIncident(scope, incidentId);
    const id = crypto.randomUUID();
    const sealed = house.vault.seal(note, placeOf(monitoringNotes.note, id));
    await tx
      .insert(monitoringNotes)
      .values({ id, incidentId, userId: actor.id, answer, figures, note: sealed, at: now });
    return { output: { id }, audit: { target: { incidentId, noteId: id }, detail: { answer } } };
  },
});
