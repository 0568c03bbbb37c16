import { desc, eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { listMoments, shownRows } from "@/lib/io/database/past-list-schema";
import { audit } from "@/lib/io/database/schema";
import { expireAllPastLists, expirePastLists } from "@/lib/services/expire-past-lists";
import { readPastList } from "@/lib/services/read-past-list";
import { readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

const DAYS = 365;

describeHouse("past lists that are kept no longer", ({ house }) => {
  const kept = () =>
    house.database.transaction(async (tx) => ({
      moments: (await tx.select().from(listMoments).orderBy(listMoments.at)).map(({ at }) => at.toISOString()),
      rows: (await tx.select().from(shownRows)).length,
    }));
  const seenAt = async (at: string) => {
    house.now = new Date(at);
    await listWorklist(house, house.people.nurse, {});
  };
  const past = (at: string) => readPastList(house, house.people["data-scientist"], { at });
  const audits = () =>
    house.database.transaction((tx) =>
      tx.select().from(audit).where(eq(audit.verb, "expire-past-lists")).orderBy(desc(audit.seq)),
    );

  beforeAll(async () => {
    house.now = new Date("2024-01-20T09:00:00Z");
    await store(house, readingOf("a"));
    await seenAt("2024-01-20T09:00:00Z");
    await store(house, readingOf("b"));
    await seenAt("2024-01-31T09:00:00Z");
    // The same list again in another month: its rows are that month's own.
    await seenAt("2024-02-01T09:00:00Z");
    await seenAt("2024-02-02T09:00:00Z");
  });

  it("go by whole months, and nothing that a younger list shows goes with them", async () => {
    const before = await kept();
    expect(before.moments).toHaveLength(3);
    house.now = new Date("2025-01-29T09:00:00Z");
    expect(await expireAllPastLists(house, DAYS)).toEqual({ moments: 0, rows: 0 });
    expect(await kept()).toEqual(before);
    expect(await audits()).toEqual([]);

    house.now = new Date("2025-02-02T09:00:00Z");
    expect(await expireAllPastLists(house, DAYS)).toEqual({ moments: 2, rows: before.rows - 2 });
    expect(await kept()).toEqual({ moments: ["2024-02-01T09:00:00.000Z"], rows: 2 });
    expect((await past("2024-01-31T10:00:00Z")).list).toBeNull();
    const { list, check } = await past("2024-02-15T09:00:00Z");
    expect(list?.rows.map(({ stayId }) => stayId).sort()).toEqual(["stay-a", "stay-b"]);
    expect(check.differing).toEqual([]);
    const said = (await audits()).map(({ detail, actorRole }) => ({ ...detail, actorRole }));
    const common = { days: DAYS, before: "2024-02-01T00:00:00.000Z", actorRole: "system" };
    expect(said).toEqual([
      { ...common, moments: 0, rows: before.rows - 2 },
      { ...common, moments: 2, rows: 0 },
    ]);
  });

  it("go by nobody else: the database refuses it, and refuses what is young whatever it is told", async () => {
    const remove = (until: string | null) =>
      house.database.transaction(async (tx) => {
        if (until !== null) await tx.execute(sql`select set_config('wardlight.lists_expire_before', ${until}, true)`);
        await tx.delete(listMoments);
      });
    await expect(remove(null)).rejects.toThrow();
    await expect(remove("2024-02-01T00:00:00Z")).rejects.toThrow();
    await seenAt(new Date().toISOString());
    await expect(remove("2999-01-01T00:00:00Z")).rejects.toThrow();
    await expect(house.database.transaction((tx) => tx.delete(shownRows))).rejects.toThrow();
    await expect(expirePastLists(house, { system: "test" }, { days: 30 })).rejects.toMatchObject({
      code: "bad-input",
    });
    await expect(expirePastLists(house, house.people.administrator, { days: DAYS })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await kept()).moments).toHaveLength(2);
  });
});
