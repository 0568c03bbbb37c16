import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { Reviewer } from "@/lib/core/review/review-queue";
import { flagAssignments } from "@/lib/io/database/review-schema";
import {
  findAssigneeId,
  findReviewedFlag,
  findReviewers,
  findStandingDecision,
  findWardsOfFlag,
  lockFlag,
} from "@/lib/services/review-flags";
import { verb } from "@/lib/services/verb";

/** Gives a flag to somebody who may decide on it, or back to nobody. Anybody who may decide can still do so. */
export const assignFlag = verb({
  name: "assign-flag",
  input: z.object({
    flagId: z.uuid(),
    /** null: nobody. */
    assigneeId: z.uuid().nullable(),
  }),
  about: ({ flagId }): Record<string, string> => ({ flagId }),
  wards: (scope, { flagId }) => findWardsOfFlag(scope, flagId),
  run: async (scope, { flagId, assigneeId }) => {
    const { tx, actor, now } = scope;
    await lockFlag(scope, flagId);
    const { flag, stay } = await findReviewedFlag(scope, flagId);
    if (flag.withdrawnAt !== null) throw new Fault("conflict", "This flag was withdrawn.");
    if ((await findStandingDecision(scope, flagId)) !== null)
      throw new Fault("conflict", "This flag was decided already.");
    const reviewers = assigneeId === null ? [] : await findReviewers(scope, [stay.wardId ?? ""]);
    const assignee = reviewers.find(({ id }) => id === assigneeId && id !== flag.userId);
    // In one sentence for both: who wrote a flag is told to nobody.
    if (assigneeId !== null && assignee === undefined)
      throw new Fault("bad-input", "assigneeId: is nobody who may decide on this flag.");
    const repeated = (await findAssigneeId(scope, flagId)) === assigneeId;
    if (!repeated) await tx.insert(flagAssignments).values({ flagId, assigneeId, userId: actor.id, at: now });
    const output: { readonly flagId: string; readonly assignee: Reviewer | null } = {
      flagId,
      assignee: assignee ? { id: assignee.id, name: assignee.name, role: assignee.role } : null,
    };
    const target = { flagId, stayId: flag.stayId, ...(assigneeId ? { assigneeId } : {}) };
    return { output, audit: { target, detail: { repeated } } };
  },
});
