import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { maySeeWard } from "@/lib/core/access/access";
import { FEEDBACK_OUTCOMES, OVERRIDE_REASONS } from "@/lib/core/cds/override-reasons";
import { CDS_SERVICE_IDS } from "@/lib/core/cds/service-id";
import { Fault } from "@/lib/core/fault";
import { FLAG_NOTE_MAXIMUM } from "@/lib/core/worklist/flag-view";
import { cdsCards } from "@/lib/io/database/connection-schema";
import { findOwnConnection } from "@/lib/services/cds-caller";
import { placeOf } from "@/lib/services/sealed-columns";
import { type Scope, verb } from "@/lib/services/verb";

const commentPlace = (cardId: string): string => placeOf(cdsCards.comment, cardId);

/**
 * The cards of that name which this very program was given by that service, by id; a Fault where none is. Of wards it
 * has no more only where there are no others: then it is refused.
 */
async function findCards(
  scope: Scope,
  { service, feedback }: { service: string; feedback: readonly { card: string }[] },
) {
  const ids = [...new Set(feedback.map(({ card }) => card.toLowerCase()))];
  const found = await scope.tx
    .select()
    .from(cdsCards)
    .where(
      and(
        inArray(cdsCards.id, ids),
        eq(cdsCards.connectionId, await findOwnConnection(scope)),
        eq(cdsCards.service, service as (typeof CDS_SERVICE_IDS)[number]),
      ),
    )
    .orderBy(cdsCards.id)
    .for("update");
  if (found.length === 0) throw new Fault("not-found", "None of these cards was given to this program here.");
  const own = found.filter(({ wardId }) => wardId === null || maySeeWard(scope.actor, wardId));
  return new Map((own.length > 0 ? own : found).map((card) => [card.id, card]));
}

/** A comment as long as notes may be here: of a longer one its beginning, and a sign that there was more. */
const shorten = (comment: string): string =>
  comment.length <= FLAG_NOTE_MAXIMUM
    ? comment
    : `${comment.slice(0, FLAG_NOTE_MAXIMUM - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;

/**
 * Notes what somebody in the EHR did with cards it was given; cards that are not known here (any more), or of a ward that
 * the program was given once and has no more, are passed over, so that one of them does not hold up all that an EHR sends
 * together. The same again notes nothing again; of two words about one card the later stands. What was set aside is read
 * beside the flags (`list-flags`).
 * @see https://cds-hooks.hl7.org/2.0/#feedback
 */
export const noteCdsFeedback = verb({
  name: "note-cds-feedback",
  input: z.object({
    service: z.enum(CDS_SERVICE_IDS),
    feedback: z
      .array(
        z.object({
          card: z.guid(),
          outcome: z.enum(FEEDBACK_OUTCOMES),
          /** When, as the EHR says. */
          at: z.iso.datetime({ offset: true }),
          reason: z.enum(OVERRIDE_REASONS).nullable(),
          comment: z.string().trim().transform(shorten),
        }),
      )
      .min(1)
      .max(100),
  }),
  about: ({ feedback }): Record<string, string> => ({ cards: feedback.map(({ card }) => card).join(" ") }),
  wards: async (scope, given) => [
    ...new Set([...(await findCards(scope, given)).values()].flatMap(({ wardId }) => wardId ?? [])),
  ],
  run: async (scope, given) => {
    const { tx, now, house } = scope;
    const cards = await findCards(scope, given);
    let noted = 0;
    let overridden = 0;
    // The later word stands, in whatever order they came.
    for (const { card, outcome, at, reason, comment } of given.feedback) {
      const id = card.toLowerCase();
      const outcomeAt = new Date(at);
      const before = cards.get(id);
      if (before === undefined || (before.outcomeAt !== null && before.outcomeAt >= outcomeAt)) continue;
      const sealed = house.vault.seal(comment, commentPlace(id));
      const values = { outcome, outcomeAt, reason: outcome === "overridden" ? reason : null, comment: sealed };
      await tx
        .update(cdsCards)
        .set({ ...values, heardAt: now })
        .where(eq(cdsCards.id, id));
      cards.set(id, { ...before, ...values });
      noted++;
      if (outcome === "overridden") overridden++;
    }
    return {
      output: { noted },
      audit: {
        target: { cards: [...cards.keys()].join(" ") },
        detail: { service: given.service, said: given.feedback.length, noted, overridden, known: cards.size },
      },
      changed: [],
    };
  },
});

/** What was written beside a card, opened for a reader; empty where nothing was. */
export function openComment({ house }: Scope, { id, comment }: { id: string; comment: Buffer | null }): string {
  return comment === null ? "" : String(house.vault.open(comment, commentPlace(id)));
}
