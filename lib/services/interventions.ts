import { randomUUID } from "node:crypto";
import { and, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import {
  INTERVENTION_KINDS,
  INTERVENTION_NOTE_MAXIMUM,
  INTERVENTION_STAYS_MAXIMUM,
  type InterventionKind,
  type InterventionView,
} from "@/lib/core/worklist/intervention";
import { interventions, users } from "@/lib/io/database/schema";
import { findWardsOfStays, lockStays } from "@/lib/services/find-stay";
import { placeOf } from "@/lib/services/sealed-columns";
import { type AuditNote, type Scope, verb } from "@/lib/services/verb";

/** The same said again within this time is a double click or a resent form, not a second call. */
const REPEAT_WITHIN_MS = 2 * 60_000;

const notePlace = (id: string): string => placeOf(interventions.note, id);

async function findViews({ tx, actor, house }: Scope, ids: readonly string[]): Promise<InterventionView[]> {
  const rows = await tx
    .select({ one: interventions, by: { name: users.name, role: users.role } })
    .from(interventions)
    .innerJoin(users, eq(users.id, interventions.userId))
    .where(inArray(interventions.id, [...ids]))
    .orderBy(desc(interventions.at), desc(interventions.id));
  return rows.map(({ one, by }) => ({
    id: one.id,
    stayId: one.stayId,
    predictionId: one.predictionId,
    kind: one.kind,
    note: String(house.vault.open(one.note, notePlace(one.id))),
    by,
    at: one.at.toISOString(),
    withdrawnAt: one.withdrawnAt?.toISOString() ?? null,
    mine: one.userId === actor.id,
  }));
}

/** What was done about one stay, newest first; what was taken back stays in it as withdrawn. */
export async function listInterventions(scope: Scope, stayId: string): Promise<InterventionView[]> {
  const rows = await scope.tx
    .select({ id: interventions.id })
    .from(interventions)
    .where(eq(interventions.stayId, stayId));
  return rows.length === 0
    ? []
    : findViews(
        scope,
        rows.map(({ id }) => id),
      );
}

/** Which of these stays got the very same note from the same person a moment ago: stay → intervention. */
async function findRepeated(
  { tx, actor, now, house }: Scope,
  stayIds: readonly string[],
  { kind, note }: { readonly kind: InterventionKind; readonly note: string },
): Promise<Map<string, string>> {
  const rows = await tx
    .select()
    .from(interventions)
    .where(
      and(
        inArray(interventions.stayId, [...stayIds]),
        eq(interventions.userId, actor.id),
        eq(interventions.kind, kind),
        gt(interventions.at, new Date(now.getTime() - REPEAT_WITHIN_MS)),
        isNull(interventions.withdrawnAt),
      ),
    );
  const same = rows.filter((row) => house.vault.open(row.note, notePlace(row.id)) === note);
  return new Map(same.map(({ id, stayId }) => [stayId, id]));
}

/** Ids of what was touched: one stay by its parts, several as lists, in one row. */
function targetOf(views: readonly Pick<InterventionView, "id" | "stayId" | "predictionId">[]): AuditNote["target"] {
  const [first] = views;
  if (first !== undefined && views.length === 1) {
    const { id: interventionId, stayId, predictionId } = first;
    return { stayId, interventionId, ...(predictionId === null ? {} : { predictionId }) };
  }
  return {
    stayIds: views.map(({ stayId }) => stayId).join(" "),
    interventionIds: views.map(({ id }) => id).join(" "),
  };
}

/** Writes down what was done about one patient or many, with the score each of them had then. All or nothing. */
export const noteIntervention = verb({
  name: "note-intervention",
  input: z.object({
    stayIds: z
      .array(z.string().min(1).max(200))
      .min(1, "names no patient")
      .max(INTERVENTION_STAYS_MAXIMUM, `can be at most ${INTERVENTION_STAYS_MAXIMUM} patients at once`),
    kind: z.enum(INTERVENTION_KINDS),
    note: z
      .string()
      .trim()
      .max(INTERVENTION_NOTE_MAXIMUM, `can be at most ${INTERVENTION_NOTE_MAXIMUM} characters`)
      .default(""),
  }),
  about: ({ stayIds }): Record<string, string> => ({ stayIds: stayIds.join(" ") }),
  wards: (scope, { stayIds }) => findWardsOfStays(scope, stayIds),
  run: async (scope, { stayIds, kind, note }) => {
    const { tx, actor, now, house } = scope;
    const newest = await lockStays(scope, stayIds);
    const repeated = await findRepeated(scope, [...newest.keys()], { kind, note });
    const rows = [...newest]
      .filter(([stayId]) => !repeated.has(stayId))
      .map(([stayId, predictionId]) => {
        const id = randomUUID();
        return {
          id,
          stayId,
          predictionId,
          userId: actor.id,
          kind,
          note: house.vault.seal(note, notePlace(id)),
          at: now,
        };
      });
    if (rows.length > 0) await tx.insert(interventions).values(rows);
    const output = await findViews(scope, [...rows.map(({ id }) => id), ...repeated.values()]);
    return {
      output,
      audit: { target: targetOf(output), detail: { kind, stays: output.length, repeated: repeated.size } },
      changed: rows.map(({ id }) => ({ kind: "intervention" as const, ref: id })),
    };
  },
});

async function findMany({ tx }: Scope, ids: readonly string[]) {
  const found = await tx
    .select({ id: interventions.id, stayId: interventions.stayId, userId: interventions.userId })
    .from(interventions)
    .where(inArray(interventions.id, [...ids]));
  if (found.length < new Set(ids).size) throw new Fault("not-found", "There is no such note.");
  return found;
}

/** Takes one's own notes back, one or a whole batch. They stay in sight as withdrawn. */
export const withdrawIntervention = verb({
  name: "withdraw-intervention",
  input: z.object({ interventionIds: z.array(z.uuid()).min(1).max(INTERVENTION_STAYS_MAXIMUM) }),
  about: ({ interventionIds }): Record<string, string> => ({ interventionIds: interventionIds.join(" ") }),
  wards: async (scope, { interventionIds }) =>
    findWardsOfStays(
      scope,
      (await findMany(scope, interventionIds)).map(({ stayId }) => stayId),
    ),
  run: async (scope, { interventionIds }) => {
    const { tx, actor, now } = scope;
    const found = await findMany(scope, interventionIds);
    if (found.some(({ userId }) => userId !== actor.id))
      throw new Fault("forbidden", "Only the person who noted something can take it back.");
    const withdrawn = await tx
      .update(interventions)
      .set({ withdrawnAt: now })
      .where(and(inArray(interventions.id, interventionIds), isNull(interventions.withdrawnAt)))
      .returning({ id: interventions.id });
    const output = await findViews(scope, interventionIds);
    return {
      output,
      audit: {
        target: targetOf(output),
        detail: { stays: output.length, repeated: output.length - withdrawn.length },
      },
      changed: withdrawn.map(({ id }) => ({ kind: "intervention" as const, ref: id })),
    };
  },
});
