import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { FEATURES } from "@/lib/core/features/feature-table";
import { FLAG_KINDS, FLAG_NOTE_MAXIMUM, type FlagView } from "@/lib/core/worklist/flag-view";
import { flags, users } from "@/lib/io/database/schema";
import { findWardsOfStay, lockStay } from "@/lib/services/find-stay";
import { notePlace, toFlagView } from "@/lib/services/flag-view";
import { assertPredictionShown } from "@/lib/services/model-visibility";
import { type Scope, verb } from "@/lib/services/verb";

const featureNames = FEATURES.map(({ name }) => name);

async function findFlag({ tx }: Scope, flagId: string) {
  const [found] = await tx
    .select({ flag: flags, by: { name: users.name, role: users.role } })
    .from(flags)
    .innerJoin(users, eq(users.id, flags.userId))
    .where(eq(flags.id, flagId));
  if (found === undefined) throw new Fault("not-found", "There is no such flag.");
  return found;
}

async function viewFlag(scope: Scope, flagId: string, predictionId: string | null): Promise<FlagView> {
  const found = await findFlag(scope, flagId);
  return toFlagView(scope.house.vault, found, { readerId: scope.actor.id, predictionId });
}

/** The same word said twice about the same prediction (a double click, a resent form) is one flag. */
async function findSame(
  scope: Scope,
  wanted: { predictionId: string; kind: string; feature: string | null; note: string },
) {
  const mine = await scope.tx
    .select()
    .from(flags)
    .where(
      and(eq(flags.predictionId, wanted.predictionId), eq(flags.userId, scope.actor.id), isNull(flags.withdrawnAt)),
    );
  return mine.find(
    (flag) =>
      flag.kind === wanted.kind &&
      flag.feature === wanted.feature &&
      scope.house.vault.open(flag.note, notePlace(flag.id)) === wanted.note,
  );
}

/** Records that a prediction is wrong, in the reader's own words, about the very prediction they were looking at. */
export const flagPrediction = verb({
  name: "flag-prediction",
  input: z.object({
    stayId: z.string().min(1).max(200),
    predictionId: z.uuid(),
    kind: z.enum(FLAG_KINDS),
    feature: z
      .string()
      .refine((name) => featureNames.includes(name), "is not a feature of the model")
      .nullish(),
    note: z.string().trim().max(FLAG_NOTE_MAXIMUM, `can be at most ${FLAG_NOTE_MAXIMUM} characters`).default(""),
  }),
  about: ({ stayId, predictionId }): Record<string, string> => ({ stayId, predictionId }),
  wards: (scope, { stayId }) => findWardsOfStay(scope, stayId),
  run: async (scope, { stayId, predictionId, kind, feature = null, note }) => {
    const { tx, actor, now, house } = scope;
    await assertPredictionShown(scope, predictionId);
    if ((await lockStay(scope, stayId)) !== predictionId)
      throw new Fault(
        "conflict",
        "This prediction was replaced by a newer one while you were reading. Look at the new one, then flag it.",
      );
    const same = await findSame(scope, { predictionId, kind, feature, note });
    const id = same?.id ?? randomUUID();
    if (same === undefined)
      await tx.insert(flags).values({
        id,
        predictionId,
        stayId,
        userId: actor.id,
        kind,
        feature,
        note: house.vault.seal(note, notePlace(id)),
        at: now,
      });
    const target = { stayId, predictionId, flagId: id };
    return {
      output: await viewFlag(scope, id, predictionId),
      audit: { target, detail: { kind, repeated: same !== undefined } },
      changed: same === undefined ? [{ kind: "flag" as const, ref: id }] : [],
    };
  },
});

/** Takes one's own flag back. It stays visible as withdrawn: what was said was said. */
export const withdrawFlag = verb({
  name: "withdraw-flag",
  input: z.object({ flagId: z.uuid() }),
  about: ({ flagId }): Record<string, string> => ({ flagId }),
  wards: async (scope, { flagId }) => findWardsOfStay(scope, (await findFlag(scope, flagId)).flag.stayId),
  run: async (scope, { flagId }) => {
    const { tx, actor, now } = scope;
    const { flag } = await findFlag(scope, flagId);
    const predictionId = await lockStay(scope, flag.stayId);
    if (flag.userId !== actor.id) throw new Fault("forbidden", "Only the person who wrote a flag can withdraw it.");
    const withdrawn = await tx
      .update(flags)
      .set({ withdrawnAt: now })
      .where(and(eq(flags.id, flagId), isNull(flags.withdrawnAt)))
      .returning({ id: flags.id });
    const repeated = withdrawn.length === 0;
    return {
      output: await viewFlag(scope, flagId, predictionId),
      audit: { target: { flagId, stayId: flag.stayId, predictionId: flag.predictionId }, detail: { repeated } },
      changed: repeated ? [] : [{ kind: "flag" as const, ref: flagId }],
    };
  },
});
