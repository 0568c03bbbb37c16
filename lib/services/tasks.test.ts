import { asc, eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { TASK_RULES } from "@/lib/core/connections/task";
import { tasks } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { retryTask } from "@/lib/services/retry-task";
import { askForTasks, claimTasks, failTask, finishTask, putBackTask, type Task } from "@/lib/services/tasks";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const KIND = "read-patient" as const;
const RULES = TASK_RULES[KIND];
const start = new Date("2026-03-10T09:00:00Z");
const later = (ms: number): Date => new Date(start.getTime() + ms);

describeHouse("tasks on a database", ({ house }) => {
  const inTx = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => house.database.transaction(work);
  const ask = (keys: readonly string[], now = start) => inTx((tx) => askForTasks(tx, KIND, { keys, now }));
  const claim = (most = 100, now = start) => inTx((tx) => claimTasks(tx, KIND, { most, now }));
  const fail = (task: Task, now = start, rest: { isHopeless?: boolean } = {}) =>
    inTx((tx) => failTask(tx, task, { now, errorCode: "not-ready", chance: 1, ...rest }));
  const all = () => inTx((tx) => tx.select().from(tasks).orderBy(asc(tasks.key)));
  const one = async (key: string) => (await all()).find((task) => task.key === key);
  const only = async (now = start): Promise<Task> => {
    const [task, ...others] = await claim(100, now);
    if (task === undefined || others.length > 0) throw new Error("not exactly one task was due");
    return task;
  };
  beforeEach(async () => {
    await inTx((tx) => tx.delete(tasks));
  });

  it("are asked for once each, stay as old as they are, and know that they were asked for again", async () => {
    await ask(["b", "a", "b"]);
    await ask(["a"], later(60_000));
    const rows = (await all()).map(({ key, askedAt, version, dueAt }) => ({ key, askedAt, version, dueAt }));
    expect(rows).toEqual([
      { key: "a", askedAt: start, dueAt: start, version: 2 },
      { key: "b", askedAt: start, dueAt: start, version: 1 },
    ]);
  });

  it("are taken by one only, as many as asked for, oldest first, and not before they are due", async () => {
    await ask(["late"], later(5000));
    await ask(["early"]);
    expect((await claim(1)).map(({ key }) => key)).toEqual(["early"]);
    expect(await claim()).toEqual([]);
    expect((await claim(9, later(5000))).map(({ key, attempts }) => [key, attempts])).toEqual([["late", 1]]);
  });

  it("are never taken twice by those who ask at the same time", async () => {
    const keys = Array.from({ length: 60 }, (_, i) => `p${i}`);
    await ask(keys);
    const taken = await Promise.all(Array.from({ length: 8 }, () => claim(10)));
    const found = taken.flat().map(({ key }) => key);
    expect(new Set(found).size).toBe(found.length);
    found.push(...(await claim()).map(({ key }) => key));
    expect(found.sort()).toEqual(keys.sort());
  });

  it("are anybody's again once whoever took them did not come back", async () => {
    await ask(["a"]);
    const lost = await only();
    expect(await claim(9, later(RULES.leaseMs - 1))).toEqual([]);
    const again = await only(later(RULES.leaseMs));
    expect(again.attempts).toBe(2);
    // Whoever comes back after all changes nothing for the one who has it now.
    await inTx((tx) => finishTask(tx, lost, later(RULES.leaseMs)));
    await fail(lost, later(RULES.leaseMs));
    expect(await one("a")).toMatchObject({ attempts: 2, leasedUntil: later(2 * RULES.leaseMs), errorCode: null });
  });

  it("are gone when done, and done once more where they were asked for meanwhile", async () => {
    await ask(["a", "b"]);
    const [a, b] = await claim();
    if (!a || !b) throw new Error("two were asked for");
    await ask(["b"], later(1000));
    await inTx(async (tx) => {
      await finishTask(tx, a, later(2000));
      await finishTask(tx, b, later(2000));
    });
    expect((await all()).map(({ key }) => key)).toEqual(["b"]);
    expect(await only(later(2000))).toMatchObject({ key: "b", attempts: 1, askedAt: later(2000) });
  });

  it("wait longer after each failure and are put aside in the end, with a code", async () => {
    await ask(["a"]);
    let now = start;
    for (let n = 1; n < RULES.attempts; n++) {
      expect(await fail(await only(now), now)).toBe("waiting");
      const { dueAt, errorCode } = (await one("a")) ?? {};
      expect(errorCode).toBe("not-ready");
      expect((dueAt?.getTime() ?? 0) - now.getTime()).toBe(
        Math.min(RULES.longestWaitMs, RULES.firstWaitMs * 2 ** (n - 1)),
      );
      expect(await claim(9, new Date((dueAt?.getTime() ?? 0) - 1))).toEqual([]);
      now = dueAt ?? now;
    }
    expect(await fail(await only(now), now)).toBe("dead");
    expect(await claim(9, later(10 ** 9))).toEqual([]);
    // Asked for again it has one more try, and stays as old as it is.
    await ask(["a"], later(10 ** 9));
    expect(await fail(await only(later(10 ** 9)), later(10 ** 9))).toBe("dead");
    expect(await one("a")).toMatchObject({ askedAt: start, state: "dead" });
  });

  it("are put aside at once where trying again cannot help, and where they end whoever takes them", async () => {
    await ask(["a"]);
    expect(await fail(await only(), start, { isHopeless: true })).toBe("dead");
    await inTx((tx) => tx.delete(tasks));
    await ask(["b"]);
    for (let n = 0; n < RULES.attempts; n++) await only(later(n * RULES.leaseMs));
    expect(await claim(9, later(RULES.attempts * RULES.leaseMs))).toEqual([]);
    expect(await one("b")).toMatchObject({ state: "dead", errorCode: "abandoned" });
  });

  it("keep their place where they were not tried after all", async () => {
    await ask(["a"]);
    const task = await only();
    await inTx((tx) => putBackTask(tx, task, later(9000)));
    expect(await claim(9, later(8999))).toEqual([]);
    expect((await only(later(9000))).attempts).toBe(1);
  });

  it("are tried again from the start when an administrator says so, and that is audited", async () => {
    await ask(["a"]);
    await fail(await only(), start, { isHopeless: true });
    const id = (await one("a"))?.id ?? "";
    await expect(retryTask(house, house.people.nurse, { taskIds: [id] })).rejects.toMatchObject({ code: "forbidden" });
    expect(await retryTask(house, house.people.administrator, { taskIds: [id] })).toEqual({ retried: 1 });
    expect(await lastAudit(house)).toMatchObject({ verb: "retry-task", outcome: "done", target: { taskId: id } });
    expect(await only(house.now)).toMatchObject({ key: "a", attempts: 1 });
    await expect(retryTask(house, house.people.administrator, { taskIds: [id] })).rejects.toMatchObject({
      code: "not-found",
    });
    const row = await inTx((tx) => tx.select().from(tasks).where(eq(tasks.id, id)));
    expect(row).toHaveLength(1);
  });
});
