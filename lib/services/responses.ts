import { randomUUID } from "node:crypto";
import { and, desc, eq, isNull, type SQL } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import {
  DISMISSAL_REASONS,
  isOverride,
  RESPONSE_KINDS,
  RESPONSE_NOTE_MAXIMUM,
  type ResponseView,
} from "@/lib/core/worklist/response";
import { responses, users } from "@/lib/io/database/schema";
import { findWardsOfStay, lockStay } from "@/lib/services/find-stay";
import { assertPredictionShown } from "@/lib/services/model-visibility";
import { placeOf } from "@/lib/services/sealed-columns";
import { type Scope, verb } from "@/lib/services/verb";

const notePlace = (id: string): string => placeOf(responses.note, id);

async function findViews(
  { tx, actor, house }: Scope,
  where: SQL,
  predictionId: string | null,
): Promise<ResponseView[]> {
  const rows = await tx
    .select({ one: responses, by: { name: users.name, role: users.role } })
    .from(responses)
    .innerJoin(users, eq(users.id, responses.userId))
    .where(where)
    .orderBy(desc(responses.at), desc(responses.id));
  return rows.map(({ one, by }) => ({
    id: one.id,
    stayId: one.stayId,
    predictionId: one.predictionId,
    kind: one.kind,
    reason: one.reason,
    note: String(house.vault.open(one.note, notePlace(one.id))),
    by,
    at: one.at.toISOString(),
    withdrawnAt: one.withdrawnAt?.toISOString() ?? null,
    mine: one.userId === actor.id,
    aboutEarlierPrediction: one.predictionId !== predictionId,
  }));
}

/** What readers answered to a stay's scores, newest first; `predictionId` is the stay's newest prediction. */
export async function listResponses(
  scope: Scope,
  stayId: string,
  predictionId: string | null,
): Promise<ResponseView[]> {
  return findViews(scope, eq(responses.stayId, stayId), predictionId);
}

async function findOne(scope: Scope, id: string, predictionId: string | null): Promise<ResponseView> {
  const [view] = await findViews(scope, eq(responses.id, id), predictionId);
  if (view === undefined) throw new Fault("not-found", "There is no such answer.");
  return view;
}

/** The reader's own standing answer to a prediction; each has one, and a new one takes its place. */
async function findStanding({ tx, actor }: Scope, predictionId: string) {
  const [mine] = await tx
    .select()
    .from(responses)
    .where(
      and(eq(responses.predictionId, predictionId), eq(responses.userId, actor.id), isNull(responses.withdrawnAt)),
    );
  return mine;
}

/** Answers the very prediction that was read: seen, agreed for later, or set aside with a reason. */
export const respondToPrediction = verb({
  name: "respond-to-prediction",
  input: z
    .object({
      stayId: z.string().min(1).max(200),
      predictionId: z.uuid(),
      kind: z.enum(RESPONSE_KINDS),
      reason: z.enum(DISMISSAL_REASONS).nullish(),
      note: z
        .string()
        .trim()
        .max(RESPONSE_NOTE_MAXIMUM, `can be at most ${RESPONSE_NOTE_MAXIMUM} characters`)
        .default(""),
    })
    .refine(({ kind, reason }) => (kind === "dismissed") === (reason != null), {
      path: ["reason"],
      message: "belongs to a dismissal, and only to one",
    }),
  about: ({ stayId, predictionId }): Record<string, string> => ({ stayId, predictionId }),
  wards: (scope, { stayId }) => findWardsOfStay(scope, stayId),
  run: async (scope, { stayId, predictionId, kind, reason = null, note }) => {
    const { tx, actor, now, house } = scope;
    await assertPredictionShown(scope, predictionId);
    if ((await lockStay(scope, stayId)) !== predictionId)
      throw new Fault(
        "conflict",
        "This prediction was replaced by a newer one while you were reading. Look at the new one, then answer it.",
      );
    const standing = await findStanding(scope, predictionId);
    const isSame =
      standing?.kind === kind &&
      standing.reason === reason &&
      house.vault.open(standing.note, notePlace(standing.id)) === note;
    const id = isSame ? standing.id : randomUUID();
    if (!isSame) {
      if (standing) await tx.update(responses).set({ withdrawnAt: now }).where(eq(responses.id, standing.id));
      const sealed = house.vault.seal(note, notePlace(id));
      await tx
        .insert(responses)
        .values({ id, stayId, predictionId, userId: actor.id, kind, reason, note: sealed, at: now });
    }
    return {
      output: await findOne(scope, id, predictionId),
      audit: {
        target: { stayId, predictionId, responseId: id },
        detail: {
          kind,
          override: isOverride({ kind }),
          ...(reason === null ? {} : { reason }),
          repeated: isSame,
          replaced: !isSame && standing !== undefined,
        },
      },
      changed: isSame ? [] : [{ kind: "response" as const, ref: id }],
    };
  },
});

async function findOwner({ tx }: Scope, id: string) {
  const [found] = await tx
    .select({ stayId: responses.stayId, predictionId: responses.predictionId, userId: responses.userId })
    .from(responses)
    .where(eq(responses.id, id));
  if (found === undefined) throw new Fault("not-found", "There is no such answer.");
  return found;
}

/** Takes one's own answer back. It stays in sight as withdrawn. */
export const withdrawResponse = verb({
  name: "withdraw-response",
  input: z.object({ responseId: z.uuid() }),
  about: ({ responseId }): Record<string, string> => ({ responseId }),
  wards: async (scope, { responseId }) => findWardsOfStay(scope, (await findOwner(scope, responseId)).stayId),
  run: async (scope, { responseId }) => {
    const { tx, actor, now } = scope;
    const { stayId, predictionId, userId } = await findOwner(scope, responseId);
    if (userId !== actor.id) throw new Fault("forbidden", "Only the person who gave an answer can take it back.");
    const newest = await lockStay(scope, stayId);
    const withdrawn = await tx
      .update(responses)
      .set({ withdrawnAt: now })
      .where(and(eq(responses.id, responseId), isNull(responses.withdrawnAt)))
      .returning({ id: responses.id });
    const repeated = withdrawn.length === 0;
    return {
      output: await findOne(scope, responseId, newest),
      audit: { target: { responseId, stayId, predictionId }, detail: { repeated } },
      changed: repeated ? [] : [{ kind: "response" as const, ref: responseId }],
    };
  },
});
