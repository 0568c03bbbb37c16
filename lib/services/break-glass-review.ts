import { and, asc, desc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import {
  EMERGENCY_NOTE_MAXIMUM,
  EMERGENCY_VERDICTS,
  type EmergencyAccess,
  type EmergencyAccessList,
  type EmergencyAct,
} from "@/lib/core/access/emergency-access";
import { Fault } from "@/lib/core/fault";
import { audit, breakGlass, users, wards } from "@/lib/io/database/schema";
import { isAboutStay } from "@/lib/services/about-stay";
import { placeOf } from "@/lib/services/sealed-columns";
import { type Scope, verb } from "@/lib/services/verb";

const LIST_MAXIMUM = 200;
const ACTS_MAXIMUM = 20;

const reviewers = alias(users, "reviewers");

async function findAccesses({ tx }: Scope, where: SQL | undefined, order: SQL) {
  return tx
    .select({
      access: breakGlass,
      by: { name: users.name, role: users.role },
      wardName: wards.name,
      reviewer: reviewers.name,
    })
    .from(breakGlass)
    .innerJoin(users, eq(users.id, breakGlass.userId))
    .leftJoin(wards, eq(wards.id, breakGlass.wardId))
    .leftJoin(reviewers, eq(reviewers.id, breakGlass.reviewedBy))
    .where(where)
    .orderBy(order, breakGlass.id)
    .limit(LIST_MAXIMUM);
}

type FoundAccess = Awaited<ReturnType<typeof findAccesses>>[number];

/** What each of these people did with that stay while it was open to them, from the audit; by the access's id. */
async function findActs({ tx }: Scope, ids: readonly string[]): Promise<Map<string, EmergencyAct[]>> {
  const acts = new Map<string, EmergencyAct[]>();
  if (ids.length === 0) return acts;
  const { rows } = await tx.execute<{ id: string; at: string; verb: string; outcome: EmergencyAct["outcome"] }>(sql`
    select ${breakGlass.id} as id, done.at, done.verb, done.outcome
    from ${breakGlass}
    cross join lateral (
      select ${audit.at} as at, ${audit.verb} as verb, ${audit.outcome} as outcome, ${audit.seq} as seq
      from ${audit}
      where ${audit.actorId} = ${breakGlass.userId}::text
        and ${audit.at} between ${breakGlass.at} and ${breakGlass.expiresAt}
        and ${isAboutStay(sql`${breakGlass.stayId}`)}
        and ${audit.verb} <> 'break-glass'
      order by ${audit.seq} limit ${ACTS_MAXIMUM + 1}
    ) as done
    where ${breakGlass.id} = any(${sql.param([...ids])}::uuid[])
    order by done.seq`);
  for (const { id, at, verb: name, outcome } of rows)
    acts.set(id, [...(acts.get(id) ?? []), { at: new Date(at).toISOString(), verb: name, outcome }]);
  return acts;
}

function toAccess({ house }: Scope, found: FoundAccess, acts: readonly EmergencyAct[]): EmergencyAccess {
  const { access, by, wardName, reviewer } = found;
  const { id, verdict, reviewNote, reviewedAt } = access;
  return {
    id,
    by,
    stayId: access.stayId,
    wardName,
    reason: access.reason,
    note: String(house.vault.open(access.note, placeOf(breakGlass.note, id))),
    at: access.at.toISOString(),
    expiresAt: access.expiresAt.toISOString(),
    acts: acts.slice(0, ACTS_MAXIMUM),
    hasMoreActs: acts.length > ACTS_MAXIMUM,
    review:
      verdict === null || reviewedAt === null
        ? null
        : {
            verdict,
            note: reviewNote === null ? "" : String(house.vault.open(reviewNote, placeOf(breakGlass.reviewNote, id))),
            at: reviewedAt.toISOString(),
            byName: reviewer ?? "",
          },
  };
}

async function viewAccesses(scope: Scope, found: readonly FoundAccess[]): Promise<EmergencyAccess[]> {
  const acts = await findActs(
    scope,
    found.map(({ access }) => access.id),
  );
  return found.map((one) => toAccess(scope, one, acts.get(one.access.id) ?? []));
}

/** Every opening of another ward's patient that waits for a review, and the latest reviewed ones. */
export const listBreakGlass = verb({
  name: "list-break-glass",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async (scope) => {
    const open = await findAccesses(scope, isNull(breakGlass.reviewedAt), asc(breakGlass.at));
    const reviewed = await findAccesses(scope, isNotNull(breakGlass.reviewedAt), desc(breakGlass.reviewedAt));
    const output: EmergencyAccessList = {
      open: await viewAccesses(scope, open),
      reviewed: await viewAccesses(scope, reviewed),
      timeZone: scope.house.timeZone,
    };
    return { output, audit: { target: {}, detail: { open: open.length, reviewed: reviewed.length } } };
  },
});

/** Says what is thought of one opening. Said once; "not appropriate" also ends it where it is still open. */
export const reviewBreakGlass = verb({
  name: "review-break-glass",
  input: z
    .object({
      id: z.uuid(),
      verdict: z.enum(EMERGENCY_VERDICTS),
      note: z
        .string()
        .trim()
        .max(EMERGENCY_NOTE_MAXIMUM, `can be at most ${EMERGENCY_NOTE_MAXIMUM} characters`)
        .default(""),
    })
    .refine(({ verdict, note }) => verdict === "appropriate" || note !== "", {
      path: ["note"],
      message: "say in a few words why it was not appropriate",
    }),
  about: ({ id }): Record<string, string> => ({ breakGlassId: id }),
  wards: async () => [],
  run: async (scope, { id, verdict, note }) => {
    const { tx, actor, now, house } = scope;
    const reviewNote = house.vault.seal(note, placeOf(breakGlass.reviewNote, id));
    const done = await tx
      .update(breakGlass)
      .set({ reviewedAt: now, reviewedBy: actor.id, verdict, reviewNote })
      .where(and(eq(breakGlass.id, id), isNull(breakGlass.reviewedAt)))
      .returning({ stayId: breakGlass.stayId });
    const [found] = await findAccesses(scope, eq(breakGlass.id, id), asc(breakGlass.at));
    if (found === undefined) throw new Fault("not-found", "There is no such opening.");
    if (done.length === 0) throw new Fault("conflict", "Somebody has reviewed this already.");
    const [output] = await viewAccesses(scope, [found]);
    return {
      output: output as EmergencyAccess,
      audit: { target: { breakGlassId: id, stayId: found.access.stayId }, detail: { verdict } },
    };
  },
});
