import { randomUUID } from "node:crypto";
import { z } from "zod";
import { maySeeWard } from "@/lib/core/access/access";
import { EMERGENCY_MINUTES, EMERGENCY_NOTE_MAXIMUM, EMERGENCY_REASONS } from "@/lib/core/access/emergency-access";
import { Fault } from "@/lib/core/fault";
import { breakGlass as breakGlassTable } from "@/lib/io/database/schema";
import { findOpenedUntil, findWardOfStay, lockStay } from "@/lib/services/find-stay";
import { placeOf } from "@/lib/services/sealed-columns";
import { verb } from "@/lib/services/verb";

/**
 * Opens one stay of a ward that is not the reader's, for an hour, with a reason that somebody reviews afterwards.
 * Whatever a member of that ward may do with the patient can be done meanwhile.
 */
export const breakGlass = verb({
  name: "break-glass",
  input: z.object({
    stayId: z.string().min(1).max(200),
    reason: z.enum(EMERGENCY_REASONS),
    note: z
      .string()
      .trim()
      .min(1, "say in a few words why")
      .max(EMERGENCY_NOTE_MAXIMUM, `can be at most ${EMERGENCY_NOTE_MAXIMUM} characters`),
  }),
  about: ({ stayId, reason }): Record<string, string> => ({ stayId, reason }),
  // The one verb that is for a ward that is not the reader's.
  wards: async () => [],
  run: async (scope, { stayId, reason, note }) => {
    const { tx, actor, now, house } = scope;
    const wardId = await findWardOfStay(scope, stayId);
    if (maySeeWard(actor, wardId))
      throw new Fault("conflict", "This patient is on one of your wards: no reason is needed.");
    // Said twice (a double click) is once.
    await lockStay(scope, stayId);
    const standing = await findOpenedUntil(scope, stayId);
    const expiresAt = standing ?? new Date(now.getTime() + EMERGENCY_MINUTES * 60_000);
    const id = randomUUID();
    if (standing === null)
      await tx.insert(breakGlassTable).values({
        id,
        userId: actor.id,
        stayId,
        wardId: wardId === "" ? null : wardId,
        reason,
        note: house.vault.seal(note, placeOf(breakGlassTable.note, id)),
        at: now,
        expiresAt,
      });
    return {
      output: { stayId, expiresAt: expiresAt.toISOString() },
      audit: {
        target: { stayId, ...(standing === null ? { breakGlassId: id } : {}) },
        detail: { reason, repeated: standing !== null },
      },
    };
  },
});
