import { EventEmitter, once } from "node:events";
import { beforeAll, expect, it } from "vitest";
import { interventions } from "@/lib/io/database/schema";
import type { Caller } from "@/lib/services/find-actor";
import { answerOnce } from "@/lib/services/idempotent-answers";
import { noteIntervention } from "@/lib/services/interventions";
import { readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const MINUTE_MS = 60_000;

describeHouse("a request done once by its key on a database", ({ house }) => {
  beforeAll(async () => {
    await store(house, readingOf("p1", { probability: 0.3 }));
  });

  const later = (minutes: number) => {
    house.now = new Date(house.now.getTime() + minutes * MINUTE_MS);
  };
  const count = async () => (await house.database.transaction((tx) => tx.select().from(interventions))).length;
  const note = (caller: Caller) => noteIntervention(house, caller, { stayIds: ["stay-p1"], kind: "call" });
  const ask = (key: string, run: (caller: Caller) => Promise<unknown>) =>
    answerOnce(
      house,
      house.people.nurse,
      { key, method: "POST", path: "/api/v1/interventions", body: "{}" },
      { status: 201, run },
    );

  it("is not done again where the first process died as soon as it had done it", async () => {
    const before = await count();
    const killed = new Promise<void>((done) => {
      void ask("killed", async (caller) => {
        await note(caller);
        done();
        return new Promise(() => undefined);
      });
    });
    await killed;
    later(5);
    const again = await ask("killed", note);
    expect(again).toMatchObject({ status: 201, isReplayed: true, body: [{ stayId: "stay-p1", kind: "call" }] });
    expect(await count()).toBe(before + 1);
  });

  it("keeps its answer where only word of it was lost", async () => {
    const before = await count();
    const lost = ask("lost", async (caller) => {
      await note(caller);
      throw new Error("The connection broke.");
    });
    await expect(lost).rejects.toThrow("broke");
    later(5);
    expect(await ask("lost", note)).toMatchObject({ isReplayed: true });
    expect(await count()).toBe(before + 1);
  });

  it("is undone where it was so slow that the same was begun again", async () => {
    const before = await count();
    const gate = new EventEmitter();
    const isWaiting = once(gate, "waiting");
    const slow = ask("slow", async (caller) => {
      const mayGoOn = once(gate, "go on");
      gate.emit("waiting");
      await mayGoOn;
      return note(caller);
    });
    await isWaiting;
    await expect(ask("slow", note)).rejects.toMatchObject({ code: "conflict" });
    later(5);
    expect(await ask("slow", note)).toMatchObject({ isReplayed: false });
    // Beyond the time in which the verb itself would find the same said twice.
    later(5);
    gate.emit("go on");
    await expect(slow).rejects.toMatchObject({ code: "conflict" });
    expect(await count()).toBe(before + 1);
    expect(await ask("slow", note)).toMatchObject({ isReplayed: true });
  });
});
