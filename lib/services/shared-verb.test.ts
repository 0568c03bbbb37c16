import { randomUUID } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { audit, sessions, users, userWards, viewings } from "@/lib/io/database/schema";
import type { PersonCaller } from "@/lib/services/find-actor";
import { noteIntervention } from "@/lib/services/interventions";
import { sharedVerb } from "@/lib/services/shared-verb";
import { readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { verifyAudit } from "@/lib/services/verify-audit";
import { listWorklist } from "@/lib/services/worklist";

const NEVER_IDLE = new Date("2200-01-01T00:00:00Z");

describeHouse("many callers at once on a database", ({ house }) => {
  /** Transactions begun so far. */
  let begun = 0;
  /** Audit rows up to here are of earlier tests. */
  let mark = 0;
  beforeAll(async () => {
    const { database } = house;
    const counted = Object.assign(Object.create(database), {
      transaction: (work: never) => {
        begun += 1;
        return database.transaction(work);
      },
    });
    Object.assign(house, { database: counted });
    await store(house, readingOf("p1", { probability: 0.31 }));
    await store(house, readingOf("p2", { probability: 0.5, wardId: "w2" }));
  });
  beforeEach(async () => {
    mark = Math.max(0, ...(await auditSince(0)).map(({ seq }) => seq));
    begun = 0;
  });

  const auditSince = (seq: number) =>
    house.database.transaction((tx) => tx.select().from(audit).where(gt(audit.seq, seq)).orderBy(audit.seq));

  /** Nurses of their own, each with a session. */
  const nurses = (count: number, wardIds: readonly string[]): Promise<PersonCaller[]> =>
    house.database.transaction(async (tx) => {
      const made: PersonCaller[] = [];
      for (let at = 0; at < count; at++) {
        const [userId, sessionId] = [randomUUID(), randomUUID()];
        const named = { id: userId, email: `${userId}@test`, name: `Nurse ${at}`, role: "nurse" as const };
        await tx.insert(users).values({ ...named, createdAt: house.now });
        if (wardIds.length > 0) await tx.insert(userWards).values(wardIds.map((wardId) => ({ userId, wardId })));
        const times = { createdAt: house.now, lastActiveAt: NEVER_IDLE, expiresAt: NEVER_IDLE };
        await tx.insert(sessions).values({ id: sessionId, userId, ...times });
        made.push({ userId, sessionId });
      }
      return made;
    });

  it("are answered together, each with an audit row and a viewing of their own", async () => {
    const people = await nurses(30, ["w1"]);
    begun = 0;
    const lists = await Promise.all(people.map((caller) => listWorklist(house, caller, {})));
    expect(begun).toBeLessThanOrEqual(2);
    for (const list of lists) expect(list.rows.map(({ stayId }) => stayId)).toEqual(["stay-p1"]);
    const rows = await auditSince(mark);
    expect(rows.map(({ actorId }) => actorId).sort()).toEqual(people.map(({ userId }) => userId).sort());
    expect(new Set(rows.map(({ verb, outcome }) => `${verb} ${outcome}`))).toEqual(new Set(["list-worklist done"]));
    const seen = await house.database.transaction((tx) =>
      tx
        .select()
        .from(viewings)
        .where(sql`${viewings.userId} = any(${sql.param(people.map((p) => p.userId))}::uuid[])`),
    );
    expect(seen).toHaveLength(30);
    await house.sealer.settle();
    expect((await verifyAudit(house, { system: "test" }, {})).intact).toBe(true);
  });

  it("read what is on their own wards, whoever asks beside them", async () => {
    const [one = [], two = []] = await Promise.all([nurses(5, ["w1"]), nurses(5, ["w2"])]);
    const [both] = await nurses(1, ["w2", "w1"]);
    const mixed = [...one.flatMap((caller, at) => [caller, two[at]!]), both!];
    const lists = await Promise.all(mixed.map((caller) => listWorklist(house, caller, {})));
    for (const [at, list] of lists.slice(0, 10).entries())
      expect(list.rows.map(({ stayId }) => stayId)).toEqual([at % 2 === 0 ? "stay-p1" : "stay-p2"]);
    expect(lists[10]?.rows).toHaveLength(2);
  });

  it("are refused alone: a session that is over, another ward, no id at all", async () => {
    const people = await nurses(6, ["w1"]);
    const [, revoked, wrongWard, noId, otherUser] = people as [PersonCaller, ...PersonCaller[]];
    await house.database.transaction((tx) =>
      tx.update(sessions).set({ revokedAt: house.now, endedWhy: "revoked" }).where(eq(sessions.id, revoked!.sessionId)),
    );
    const answers = await Promise.allSettled(
      people.map((caller) => {
        if (caller === wrongWard) return listWorklist(house, caller, { wardId: "w2" });
        if (caller === noId) return listWorklist(house, { ...caller, sessionId: "no id" }, {});
        if (caller === otherUser) return listWorklist(house, { ...caller, userId: people[0]!.userId }, {});
        return listWorklist(house, caller, {});
      }),
    );
    expect(answers.map((one) => (one.status === "fulfilled" ? "done" : one.reason.code))).toEqual([
      "done",
      "unauthenticated",
      "forbidden",
      "unauthenticated",
      "unauthenticated",
      "done",
    ]);
    const rows = await auditSince(mark);
    expect(rows.filter(({ outcome }) => outcome === "done")).toHaveLength(2);
    const refused = rows.filter(({ outcome }) => outcome === "refused");
    expect(refused.map(({ actorId, detail }) => `${actorId} ${detail.code}`).sort()).toEqual(
      [
        `${revoked!.userId} unauthenticated`,
        `${wrongWard!.userId} forbidden`,
        `${noId!.userId} unauthenticated`,
        `${people[0]!.userId} unauthenticated`,
      ].sort(),
    );
    expect(refused.find(({ actorId }) => actorId === wrongWard!.userId)?.target).toEqual({ wardId: "w2" });
  });

  it("always see what was stored before they asked", async () => {
    const people = await nurses(8, ["w1"]);
    let noted = 0;
    const read = async (caller: PersonCaller): Promise<void> => {
      for (let times = 0; times < 6; times++) {
        const before = noted;
        const list = await listWorklist(house, caller, {});
        const at = Number(list.rows[0]?.lastAction?.at.slice(-4, -1) ?? 0);
        expect(at).toBeGreaterThanOrEqual(before);
      }
    };
    const write = async (): Promise<void> => {
      for (let at = 1; at <= 12; at++) {
        house.now = new Date(`2026-03-10T09:05:00.${String(at).padStart(3, "0")}Z`);
        await noteIntervention(house, people[0]!, { stayIds: ["stay-p1"], kind: "call", note: `${at}` });
        noted = at;
      }
    };
    await Promise.all([write(), ...people.map(read)]);
    house.now = new Date("2026-03-10T09:00:00Z");
  });

  it("of one person count as often as they read, in one viewing", async () => {
    const [caller] = await nurses(1, ["w1"]);
    await Promise.all(Array.from({ length: 5 }, () => listWorklist(house, caller!, {})));
    await Promise.all(Array.from({ length: 4 }, () => listWorklist(house, caller!, {})));
    const rows = await house.database.transaction((tx) =>
      tx
        .select()
        .from(viewings)
        .where(and(eq(viewings.userId, caller!.userId), eq(viewings.place, "list"))),
    );
    expect(rows.reduce((sum, { reads }) => sum + reads, 0)).toBe(9);
    expect(rows).toHaveLength(1);
  });

  describe("a verb of which one call breaks", () => {
    const shaky = sharedVerb({
      name: "list-worklist",
      input: z.object({ breaks: z.boolean(), sql: z.boolean() }),
      about: () => ({}),
      wards: () => [],
      run: async ({ tx }, asked) => {
        const broken = asked.find(({ input }) => input.breaks);
        if (broken?.input.sql) await tx.execute(sql`select 1 / 0`);
        if (broken) throw new Error("broken");
        return asked.map(() => ({ output: "well", audit: { target: {}, detail: {} } }));
      },
    });

    it.each([false, true])("answers the others (in the database: %s)", async (sqlFails) => {
      const people = await nurses(5, ["w1"]);
      mark = Math.max(0, ...(await auditSince(0)).map(({ seq }) => seq));
      const answers = await Promise.allSettled(
        people.map((caller, at) => shaky(house, caller, { breaks: at === 2, sql: sqlFails })),
      );
      expect(answers.map(({ status }) => status)).toEqual([
        "fulfilled",
        "fulfilled",
        "rejected",
        "fulfilled",
        "fulfilled",
      ]);
      const rows = await auditSince(mark);
      expect(rows.map(({ outcome }) => outcome).sort()).toEqual(["done", "done", "done", "done", "failed"]);
      expect(rows.find(({ outcome }) => outcome === "failed")?.actorId).toBe(people[2]!.userId);
    });
  });

  it("all fail where the transaction cannot begin, and the next are answered again", async () => {
    const people = await nurses(3, ["w1"]);
    const { transaction } = house.database;
    const failing = { ...house, database: { ...house.database, transaction: () => Promise.reject(new Error("gone")) } };
    const answers = await Promise.allSettled(people.map((caller) => listWorklist(failing as TestHouse, caller, {})));
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(house.database.transaction).toBe(transaction);
    expect((await listWorklist(house, people[0]!, {})).rows).toHaveLength(1);
  });
});
