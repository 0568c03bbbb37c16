import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ChangeBatch, ChangeEvent } from "@/lib/core/worklist/change-event";
import { audit, changes, sessions, userWards } from "@/lib/io/database/schema";
import { followChanges } from "@/lib/services/follow-changes";
import { noteIntervention } from "@/lib/services/interventions";
import { readingOf, store } from "@/lib/services/test-house";
import { buildTestProcess, startTestProcess } from "@/lib/services/test-process";
import { describeHouse } from "@/lib/services/test-suite";
import type { Caller } from "@/lib/services/verb";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-changes-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A process of its own on the same server that notes a call for a stay, as another web process would. */
const OTHER = `
  import { openServerDatabase } from "@/lib/io/database/database";
  import { testVault } from "@/lib/io/database/test-database";
  import { migrateDatabase } from "@/lib/io/database/migrate-database";
  import { startChangeFeed } from "@/lib/services/change-feed";
  import { noteIntervention } from "@/lib/services/interventions";
  const [url, stayId, userId, sessionId, now] = process.argv.slice(2);
  const log = { debug() {}, info() {}, warn() {}, error(...said) { console.error(...said); } };
  const database = openServerDatabase(url, () => {});
  await migrateDatabase(database, testVault, process.cwd());
  const changeFeed = startChangeFeed({ database, log, databaseUrl: url });
  const house = { database, vault: testVault, log, changeFeed, sealer: { wake() {} }, clock: { now: () => new Date(now) } };
  await noteIntervention(house, { userId, sessionId }, { stayIds: [stayId], kind: "visit" });
  console.log(Date.now());
  await changeFeed.close();
  await database.close();`;

/** Reads batches until one tells something, or the stream ends; the next one comes within five seconds. */
async function nextEvents(iterator: AsyncIterator<ChangeBatch>): Promise<readonly ChangeEvent[] | null> {
  for (;;) {
    const late = new Promise<never>((_, reject) => setTimeout(reject, 5_000, new Error("Nothing was told.")).unref());
    const { value, done } = await Promise.race([iterator.next(), late]);
    if (done) return null;
    if (value.events.length > 0) return value.events;
  }
}

describeHouse("following what changes", ({ house, opened, isServer }) => {
  let calls = 0;

  beforeAll(async () => {
    await store(house, readingOf("one", { wardId: "w1" }));
    await store(house, readingOf("two", { wardId: "w2" }));
  });
  afterAll(() => house.changeFeed.close());

  const begin = async (caller: Caller, input: Parameters<typeof followChanges>[2] = {}) => {
    const stream = await followChanges(house, caller, input);
    return { stream, iterator: stream.batches[Symbol.asyncIterator]() };
  };
  const note = (stayId: string, caller: Caller = house.people.nurse) =>
    // The same words again would change nothing.
    noteIntervention(house, caller, { stayIds: [stayId], kind: "call", note: `Call ${++calls}.` });

  it("tells a colleague within five seconds, by number and kind alone, and audits once", async () => {
    const { stream, iterator } = await begin(house.people.clinician);
    const began = Date.now();
    await note("stay-one");
    const events = await nextEvents(iterator);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(events).toEqual([{ seq: expect.any(Number), kind: "intervention" }]);
    expect(JSON.stringify(events)).not.toContain("one");
    const rows = await house.database.transaction((tx) =>
      tx.select().from(audit).where(eq(audit.verb, "follow-changes")),
    );
    expect(rows).toMatchObject([{ actorId: house.people.clinician.userId, outcome: "done", detail: {} }]);
    stream.close();
    expect(await nextEvents(iterator)).toBeNull();
  });

  it("tells nothing of what happens on another ward, but that a stay may have moved", async () => {
    const { stream, iterator } = await begin(house.people.clinician);
    await note("stay-two", house.people.visitor);
    await store(house, readingOf("three", { wardId: "w2" }));
    await note("stay-one");
    const seen: string[] = [];
    while (!seen.includes("intervention")) seen.push(...((await nextEvents(iterator)) ?? []).map(({ kind }) => kind));
    expect(seen.sort()).toEqual(["intervention", "stay"]);
    stream.close();
  });

  it("tells of one stay alone where one was asked for, and refuses one of another ward", async () => {
    await store(house, readingOf("four", { wardId: "w1" }));
    const { stream, iterator } = await begin(house.people.nurse, { stayId: "stay-four" });
    await note("stay-one");
    await note("stay-four");
    const [event] = (await nextEvents(iterator)) ?? [];
    const [last] = await house.database.transaction((tx) =>
      tx.select({ seq: sql<string>`max(seq)::text` }).from(changes),
    );
    expect(event).toEqual({ seq: Number(last?.seq), kind: "intervention" });
    stream.close();
    await expect(followChanges(house, house.people.nurse, { stayId: "stay-two" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("catches up after the last number a reader heard of, and says so shortly where it is much", async () => {
    const { stream, iterator } = await begin(house.people.nurse, { after: 0 });
    const kinds = ((await nextEvents(iterator)) ?? []).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["intervention", "prediction", "stay"]);
    stream.close();
    const [before] = await house.database.transaction((tx) =>
      tx.select({ seq: sql<string>`max(seq)::text` }).from(changes),
    );
    await house.database.transaction((tx) =>
      tx.execute(
        sql`insert into changes (at, kind, ref) select now(), 'stay', 'stay-one' from generate_series(1, 2500)`,
      ),
    );
    const late = await begin(house.people.nurse, { after: Number(before?.seq) });
    expect(await nextEvents(late.iterator)).toEqual([{ seq: Number(before?.seq) + 2500, kind: "many" }]);
    late.stream.close();
  });

  it("hears of a change even where nothing was announced", async () => {
    const { stream, iterator } = await begin(house.people.nurse);
    await iterator.next();
    const began = Date.now();
    await house.database.transaction((tx) =>
      tx.insert(changes).values({ at: house.now, kind: "stay", ref: "stay-one" }),
    );
    expect(await nextEvents(iterator)).toMatchObject([{ kind: "stay" }]);
    expect(Date.now() - began).toBeLessThan(5_000);
    stream.close();
  });

  it("ends with the session, and is no use of it", async () => {
    const caller = house.people.visitor;
    const session = eq(sessions.id, caller.sessionId);
    const { stream, iterator } = await begin(caller);
    await house.database.transaction((tx) => tx.update(sessions).set({ revokedAt: house.now }).where(session));
    await note("stay-one");
    expect(await nextEvents(iterator)).toBeNull();
    stream.close();
    await expect(followChanges(house, caller, {})).rejects.toMatchObject({ code: "unauthenticated" });
    const lastActiveAt = new Date("2026-03-10T08:55:00Z");
    await house.database.transaction((tx) => tx.update(sessions).set({ revokedAt: null, lastActiveAt }).where(session));
    (await followChanges(house, caller, {})).close();
    const [row] = await house.database.transaction((tx) => tx.select().from(sessions).where(session));
    expect(row?.lastActiveAt).toEqual(lastActiveAt);
  });

  it("tells nothing more of a ward that was taken away", async () => {
    const { stream, iterator } = await begin(house.program, {});
    const [row] = await house.database.transaction((tx) =>
      tx.select().from(userWards).where(sql`user_id = (select user_id from connections limit 1)`),
    );
    if (!row) throw new Error("the program has no ward");
    await house.database.transaction((tx) => tx.delete(userWards).where(eq(userWards.userId, row.userId)));
    await note("stay-one");
    await store(house, readingOf("five", { wardId: "w1" }));
    expect(((await nextEvents(iterator)) ?? []).map(({ kind }) => kind)).toEqual(["stay"]);
    stream.close();
    await house.database.transaction((tx) => tx.insert(userWards).values(row));
  });

  it("lets one person have a few open, not more, and counts those out who left", async () => {
    const streams = await Promise.all(Array.from({ length: 8 }, () => followChanges(house, house.people.nurse, {})));
    await expect(followChanges(house, house.people.nurse, {})).rejects.toMatchObject({ code: "too-many" });
    streams[0]?.close();
    streams[0]?.close();
    const next = await followChanges(house, house.people.nurse, {});
    await expect(followChanges(house, house.people.nurse, {})).rejects.toMatchObject({ code: "too-many" });
    for (const stream of [...streams, next]) stream.close();
  });

  it.skipIf(!isServer)("tells of what another process wrote, within five seconds", async () => {
    const { stream, iterator } = await begin(house.people.clinician);
    await iterator.next();
    const { userId, sessionId } = house.people.nurse;
    const args = [opened.url ?? "", "stay-one", userId, sessionId, house.now.toISOString()];
    const { child, said } = startTestProcess(buildTestProcess(scratch, OTHER), args);
    const ended = new Promise((done) => child.once("exit", done));
    expect(await nextEvents(iterator)).toMatchObject([{ kind: "intervention" }]);
    const heardAt = Date.now();
    await ended;
    expect(heardAt - Number(said())).toBeLessThan(1_500);
    stream.close();
  });

  it("ends when the server stops", async () => {
    const { iterator } = await begin(house.people.nurse);
    const rest = (async () => {
      while (!(await iterator.next()).done);
    })();
    await house.changeFeed.close();
    await rest;
  });
});
