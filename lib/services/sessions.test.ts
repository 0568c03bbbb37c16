import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { IDLE_MS, SESSION_END_SENTENCES, SESSION_MS } from "@/lib/core/access/session-rules";
import { sessions, users } from "@/lib/io/database/schema";
import { hashPassword } from "@/lib/io/password";
import { findCurrentUser } from "@/lib/services/current-user";
import type { PersonCaller } from "@/lib/services/find-actor";
import { endOwnSession, findSessionEnd, keepSession, revokeSessions } from "@/lib/services/sessions";
import { signIn } from "@/lib/services/sign-in";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

const MINUTE = 60_000;
const password = "a quiet night";

describeHouse("sessions on a database", ({ house }) => {
  let start: number;
  let nurse: PersonCaller;

  beforeAll(async () => {
    await store(house, readingOf("p1"));
    const passwordHash = await hashPassword(password);
    await house.database.transaction((tx) =>
      tx.update(users).set({ passwordHash }).where(eq(users.email, "nurse@test")),
    );
  });

  const signInAsNurse = async (): Promise<PersonCaller> => {
    const signedIn = await signIn(house, { email: "nurse@test", password });
    if (signedIn === null) throw new Error("not signed in");
    return { userId: signedIn.id, sessionId: signedIn.sessionId };
  };
  beforeEach(async () => {
    start = Date.parse("2026-03-10T09:00:00Z");
    house.now = new Date(start);
    nurse = await signInAsNurse();
  });

  const at = (ms: number): void => {
    house.now = new Date(start + ms);
  };
  const rowOf = async ({ sessionId }: PersonCaller) => {
    const [row] = await house.database.transaction((tx) =>
      tx.select().from(sessions).where(eq(sessions.id, sessionId)),
    );
    return row;
  };
  const lastActive = async (): Promise<number> => ((await rowOf(nurse))?.lastActiveAt.getTime() ?? 0) - start;
  const list = (caller: PersonCaller = nurse) => listWorklist(house, caller, {});

  it("begin with signing in, and every verb goes through one", async () => {
    expect((await list()).rows).toHaveLength(1);
    expect(await findCurrentUser(house, nurse)).toMatchObject({ email: "nurse@test", role: "nurse" });
    expect(await rowOf(nurse)).toMatchObject({ revokedAt: null, expiresAt: new Date(start + SESSION_MS) });
  });

  it("somebody else's, an unknown one or none at all is nobody's", async () => {
    const others = house.people.clinician;
    for (const caller of [
      { userId: nurse.userId, sessionId: others.sessionId },
      { userId: others.userId, sessionId: nurse.sessionId },
      { userId: nurse.userId, sessionId: "00000000-0000-4000-8000-000000000000" },
    ]) {
      await expect(list(caller)).rejects.toMatchObject({ code: "unauthenticated" });
      expect(await findCurrentUser(house, caller)).toBeNull();
    }
    expect(await lastAudit(house)).toMatchObject({
      verb: "list-worklist",
      outcome: "refused",
      detail: { code: "unauthenticated" },
    });
  });

  it("are over after 15 minutes without use, and say so", async () => {
    at(IDLE_MS - 1);
    expect(await findSessionEnd(house, nurse.sessionId)).toBeNull();
    at(IDLE_MS);
    await expect(list()).rejects.toMatchObject({ code: "unauthenticated", message: SESSION_END_SENTENCES.idle });
    expect(await findSessionEnd(house, nurse.sessionId)).toBe("idle");
    expect(await findCurrentUser(house, nurse)).toBeNull();
    await expect(keepSession(house, nurse, 0)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("stay open with real use, which is written down once a minute", async () => {
    at(MINUTE - 1);
    await list();
    expect(await lastActive()).toBe(0);
    at(MINUTE);
    await list();
    expect(await lastActive()).toBe(MINUTE);
    at(MINUTE + IDLE_MS - 1);
    expect((await list()).rows).toHaveLength(1);
    expect(await lastActive()).toBe(MINUTE + IDLE_MS - 1);
  });

  it("are not kept open by a list that refreshes itself", async () => {
    for (let minute = 1; minute < 15; minute += 1) {
      at(minute * MINUTE);
      expect((await list({ ...nurse, isBackground: true })).rows).toHaveLength(1);
    }
    expect(await lastActive()).toBe(0);
    at(IDLE_MS);
    await expect(list({ ...nurse, isBackground: true })).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("are kept open by reading, as of when that was", async () => {
    at(10 * MINUTE);
    await keepSession(house, nurse, 40_000);
    expect(await lastActive()).toBe(10 * MINUTE - 40_000);
    await keepSession(house, nurse, 90_000);
    expect(await lastActive()).toBe(10 * MINUTE - 40_000);
    await expect(keepSession(house, nurse, -1)).rejects.toMatchObject({ code: "bad-input" });
    await expect(keepSession(house, nurse, 60 * MINUTE)).rejects.toMatchObject({ code: "bad-input" });
    await expect(keepSession(house, nurse, "0")).rejects.toMatchObject({ code: "bad-input" });
  });

  it("are over after 12 hours, however busy", async () => {
    for (let ms = 0; ms < SESSION_MS; ms += 14 * MINUTE) {
      at(ms);
      await keepSession(house, nurse, 0);
    }
    at(SESSION_MS);
    await expect(list()).rejects.toMatchObject({ message: SESSION_END_SENTENCES.expired });
  });

  it("end on the server when their owner signs out; only that one, and only once", async () => {
    const elsewhere = await signInAsNurse();
    await endOwnSession(house, nurse, "signed-out");
    expect(await lastAudit(house)).toMatchObject({ actorId: nurse.userId, verb: "sign-out", outcome: "done" });
    const { seq } = await lastAudit(house);
    await endOwnSession(house, nurse, "idle");
    expect((await lastAudit(house)).seq).toBe(seq);
    await expect(list()).rejects.toMatchObject({ message: SESSION_END_SENTENCES["signed-out"] });
    expect((await list(elsewhere)).rows).toHaveLength(1);
  });

  it("cannot be ended by somebody who is not their owner", async () => {
    await endOwnSession(house, { ...nurse, userId: house.people.clinician.userId }, "signed-out");
    expect((await list()).rows).toHaveLength(1);
  });

  describe("revoke-sessions", () => {
    it("ends every session of an account: the next thing done with one is refused", async () => {
      const elsewhere = await signInAsNurse();
      const { ended } = await revokeSessions(house, house.people.compliance, { account: nurse.userId });
      expect(ended).toBeGreaterThanOrEqual(2);
      expect(await lastAudit(house)).toMatchObject({
        actorId: house.people.compliance.userId,
        verb: "revoke-sessions",
        outcome: "done",
        target: { userId: nurse.userId },
        detail: { ended },
      });
      for (const caller of [nurse, elsewhere])
        await expect(list(caller)).rejects.toMatchObject({ message: SESSION_END_SENTENCES.revoked });
      expect(await rowOf(nurse)).toMatchObject({ revokedBy: house.people.compliance.userId, endedWhy: "revoked" });
      expect((await list(await signInAsNurse())).rows).toHaveLength(1);
    });

    it("works for an operator, by address too, and writes no address into the audit", async () => {
      await revokeSessions(house, { system: "test" }, { account: "Nurse@Test" });
      expect((await lastAudit(house)).target).toEqual({ userId: nurse.userId });
      await expect(revokeSessions(house, { system: "test" }, { account: "no@body" })).rejects.toMatchObject({
        code: "not-found",
      });
      expect((await lastAudit(house)).target).toEqual({});
    });

    it("is not for those who look after patients", async () => {
      const { clinician, "data-scientist": scientist } = house.people;
      for (const caller of [nurse, clinician, scientist])
        await expect(revokeSessions(house, caller, { account: house.people.visitor.userId })).rejects.toMatchObject({
          code: "forbidden",
        });
      expect((await list()).rows).toHaveLength(1);
    });
  });
});
