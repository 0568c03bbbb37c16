import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { listMoments } from "@/lib/io/database/past-list-schema";
import { predictions, stays, userWards } from "@/lib/io/database/schema";
import { findActor } from "@/lib/services/find-actor";
import { flagPrediction } from "@/lib/services/flags";
import { noteIntervention } from "@/lib/services/interventions";
import { readStay } from "@/lib/services/patient";
import { readPastList } from "@/lib/services/read-past-list";
import { showLists } from "@/lib/services/show-lists";
import { lastAudit, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

describeHouse("the list of a past moment on a database", ({ house }) => {
  const wait = (minutes: number) => {
    house.now = new Date(house.now.getTime() + minutes * 60_000);
    return house.now.toISOString();
  };
  const past = (input: Parameters<typeof readPastList>[2] = {}, who: keyof TestHouse["people"] = "data-scientist") =>
    readPastList(house, house.people[who], input);
  const moments = () => house.database.transaction((tx) => tx.select().from(listMoments));
  const seen = (who: "nurse" | "visitor" | "data-scientist" = "nurse", wardId?: string) =>
    listWorklist(house, house.people[who], { wardId: wardId ?? null });

  beforeAll(async () => {
    await store(house, readingOf("a", { probability: 0.4, familyName: "Before" }));
    await store(house, readingOf("b", { probability: null }));
    await store(house, readingOf("c", { probability: 0.2, wardId: "w2" }));
  });

  it("is as it was seen, whatever changed since: names, order, scores, wording, what was done", async () => {
    expect(await past()).toMatchObject({ list: null, keptSince: null, shownTo: 0 });
    const first = await seen();
    const at = house.now.toISOString();

    wait(5);
    const { predictionId } = await readStay(house, house.people.nurse, { stayId: "stay-a" });
    const said = { stayId: "stay-a", predictionId: predictionId ?? "", kind: "too-high" as const };
    await flagPrediction(house, house.people.nurse, said);
    const second = await seen();
    const secondAt = house.now.toISOString();

    wait(5);
    await noteIntervention(house, house.people.nurse, { stayIds: ["stay-a"], kind: "call" });
    await store(house, readingOf("a", { probability: 0.7, familyName: "After" }));
    await store(house, readingOf("d", { probability: 0.9 }));
    const third = await seen();
    await house.database.transaction((tx) =>
      tx.update(stays).set({ isCurrent: false, bed: "elsewhere" }).where(eq(stays.id, "stay-a")),
    );

    const [one, two, now] = [await past({ at }), await past({ at: secondAt }), await past()];
    const { version: _first, wardId: _ward, ...firstSaid } = first;
    expect(one.list).toMatchObject(firstSaid);
    expect(one.list?.rows[0]).toMatchObject({
      patient: { familyName: "Before" },
      probability: 0.4,
      openFlagCount: 0,
    });
    expect(one).toMatchObject({
      nextAt: secondAt,
      shownTo: 1,
      viewings: null,
      modelVersions: ["1.0.0"],
      isPart: false,
    });
    expect(one.check).toEqual({ scored: 1, differing: [] });
    expect(two.list?.rows).toEqual(second.rows);
    expect(two.list?.rows[0]).toMatchObject({ openFlagCount: 1, lastAction: null });
    expect(now.list?.rows).toEqual(third.rows);
    expect(now.list?.rows.map(({ stayId }) => stayId)).toEqual(["stay-d", "stay-a", "stay-b"]);
    expect(now.nextAt).toBeNull();
    expect(await lastAudit(house)).toMatchObject({
      verb: "read-past-list",
      outcome: "done",
      detail: { stays: 3, audience: "wards" },
    });
    // A moment between two lists shows the one that was on the screens then.
    const between = new Date(Date.parse(secondAt) + 60_000).toISOString();
    expect((await past({ at: between })).list?.asOf).toBe(secondAt);
    // 09:00 UTC is 09:00 in London in March: the clock on the wall means the hospital's.
    expect((await past({ at: "2026-03-10T09:00" })).list?.asOf).toBe(at);
    expect((await past({ at: "2026-03-10T08:59" })).list).toBeNull();
  });

  it("is written once while nothing changes, and not lost with a transaction that fails", async () => {
    const { length } = await moments();
    for (let reading = 0; reading < 4; reading++) {
      wait(2);
      await seen();
    }
    // The patient who left between.
    expect(await moments()).toHaveLength(length + 1);

    wait(1);
    await store(house, readingOf("e", { probability: 0.3 }));
    const broken = house.database.transaction(async (tx) => {
      const actor = await findActor(tx, house.people.nurse, house.now);
      await showLists({ house, tx, now: house.now }, [{ actor, wardId: null }]);
      throw new Error("the connection broke");
    });
    await expect(broken).rejects.toThrow("the connection broke");
    expect(await moments()).toHaveLength(length + 1);
    await seen();
    await seen();
    expect(await moments()).toHaveLength(length + 2);
    expect((await past()).list?.rows.map(({ stayId }) => stayId)).toContain("stay-e");
  });

  it("of one ward is found in a list of several, its own rows alone", async () => {
    const { visitor } = house.people;
    await house.database.transaction((tx) => tx.insert(userWards).values({ userId: visitor.userId, wardId: "w1" }));
    wait(1);
    await store(house, readingOf("f", { probability: 0.6 }));
    const whole = await seen("visitor");
    expect(new Set(whole.rows.map(({ wardId }) => wardId))).toEqual(new Set(["w1", "w2"]));
    const found = await past({ wardId: "w1" });
    expect(found.isPart).toBe(true);
    expect(found.list?.rows).toEqual(whole.rows.filter(({ wardId }) => wardId === "w1"));
    expect(JSON.stringify(found)).not.toContain("stay-c");
    // All of the reader's wards is the list of exactly those.
    expect((await past()).list?.rows.map(({ stayId }) => stayId)).not.toContain("stay-f");
    await house.database.transaction((tx) =>
      tx.delete(userWards).where(sql`${userWards.userId} = ${visitor.userId} and ${userWards.wardId} = 'w1'`),
    );
  });

  it("tells compliance who was shown it, and nobody else", async () => {
    wait(1);
    await store(house, readingOf("g", { probability: 0.65 }));
    await seen();
    const at = house.now.toISOString();
    const { personId: _none, ...told } = { personId: null, ...(await past({ at }, "compliance")) };
    expect(told.viewings).toMatchObject([{ name: "Test nurse", role: "nurse", at }]);
    expect((await past({ at }, "administrator")).viewings).toBeNull();
    const byPerson = await past({ at, personId: house.people.nurse.userId }, "compliance");
    expect(byPerson.list?.rows).toEqual(told.list?.rows);
    expect(await lastAudit(house)).toMatchObject({ target: { personId: house.people.nurse.userId } });
  });

  it("says where a kept row and its prediction differ", async () => {
    const before = await past();
    expect(before.check.differing).toEqual([]);
    await house.database.transaction((tx) => tx.execute(sql`alter table predictions disable trigger all`));
    const changed = await house.database.transaction((tx) =>
      tx.update(predictions).set({ probability: 0.01 }).where(eq(predictions.probability, 0.65)).returning(),
    );
    await house.database.transaction((tx) => tx.execute(sql`alter table predictions enable trigger all`));
    expect((await past()).check.differing).toEqual(changed.map(({ id }) => id));
  });

  it("keeps what wards saw apart from what those who judge a silent model saw", async () => {
    wait(1);
    house.isDemo = false;
    const wards = await seen();
    const judges = await seen("data-scientist");
    house.isDemo = true;
    const at = house.now.toISOString();
    expect(wards.silentBecause).not.toBeNull();
    expect((await past({ at })).list?.rows).toEqual(wards.rows);
    expect((await past({ at })).list?.rows.every(({ probability }) => probability === null)).toBe(true);
    expect((await past({ at, audience: "judges" })).list?.rows).toEqual(judges.rows);
    await expect(past({ at, audience: "judges" }, "administrator")).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is refused for another ward, for those at the bed, and for what is no moment", async () => {
    await expect(past({ wardId: "w2" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ outcome: "refused", target: { wardId: "w2" } });
    await expect(past({ personId: house.people.visitor.userId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(past({ at: "yesterday" })).rejects.toMatchObject({ code: "bad-input" });
    for (const role of ["nurse", "clinician"] as const)
      await expect(past({}, role)).rejects.toMatchObject({ code: "forbidden" });
    const change = (text: string) => house.database.transaction((tx) => tx.execute(sql.raw(text)));
    await expect(change("update list_moments set unread_patients = 1")).rejects.toThrow();
    await expect(change("delete from list_moments")).rejects.toThrow();
    await expect(change("delete from shown_rows")).rejects.toThrow();
    await expect(change("update shown_rows set at = now()")).rejects.toThrow();
  });
});
