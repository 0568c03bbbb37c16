import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readNotification, SUBSCRIBED } from "@/lib/core/feed/notification";
import { node, nodes, text, texts } from "@/lib/core/fhir/resource";
import { isClientSecret } from "@/lib/io/client-secret";
import { connectionStates, connections, tasks } from "@/lib/io/database/connection-schema";
import { audit, resources } from "@/lib/io/database/schema";
import { openFhirClient } from "@/lib/io/fhir-client";
import { startTestWritingServer, type TestWritingServer } from "@/lib/io/test-writing-server";
import { AUDITED_REFUSALS } from "@/lib/services/audit-refusal";
import { authenticateSecret } from "@/lib/services/authenticate-program";
import { keepSubscriptions, subscriptionRound } from "@/lib/services/keep-subscriptions";
import { findNotifications, notifierSecret, setNotifications } from "@/lib/services/notifications-setting";
import { receiveNotification } from "@/lib/services/receive-notification";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const SYSTEM = { system: "test" };
const endpoint = "https://wardlight.example/api/fhir/notify";

describeHouse("notifications", ({ house }) => {
  let server: TestWritingServer;

  beforeAll(async () => {
    server = await startTestWritingServer();
    await store(house, readingOf("known"));
    const fingerprint = "f";
    const row = { patientId: "known", type: "Condition", id: "c1", fingerprint, body: Buffer.of(0) };
    await house.database.transaction((tx) => tx.insert(resources).values({ ...row, updatedAt: house.now }));
  });
  beforeEach(async () => {
    await house.database.transaction((tx) => tx.delete(tasks));
  });
  afterAll(async () => {
    await server?.close();
  });

  const client = () => openFhirClient({ baseUrl: server.baseUrl, retries: 0 });
  const keep = () => keepSubscriptions(house, SYSTEM, { client: client(), endpoint });
  const turn = (isOn: boolean) => setNotifications(house, house.people.administrator, { isOn });
  const hear = (body: unknown, path: string | null = null) => {
    const { patientIds, references, ...rest } = readNotification(body, path);
    const lists = { patientIds: [...patientIds], references: [...references] };
    return receiveNotification(house, house.program, { ...lists, ...rest, client: client() });
  };
  const asked = async () =>
    (await house.database.transaction((tx) => tx.select().from(tasks).orderBy(asc(tasks.key)))).map(({ key }) => key);

  it("writes down who could not prove itself, so often and no oftener", async () => {
    const refusals = () =>
      house.database.transaction((tx) =>
        tx.$count(audit, and(eq(audit.verb, "authenticate-program"), eq(audit.outcome, "refused"))),
      );
    const before = await refusals();
    const guess = (n: number) => authenticateSecret(house, `wl_${n}`, ["notifier"]);
    for (let n = 0; n < AUDITED_REFUSALS + 5; n++) expect(await guess(n)).toBeNull();
    expect((await refusals()) - before).toBe(AUDITED_REFUSALS);
    house.now = new Date(house.now.getTime() + 16 * 60_000);
    await guess(0);
    expect((await refusals()) - before).toBe(AUDITED_REFUSALS + 1);
  });

  it("asks the server to tell of each type once, with a secret that is not kept", async () => {
    expect(await keep()).toMatchObject({ made: 0 });
    await turn(true);
    expect(await keep()).toEqual({ made: SUBSCRIBED.length, renewed: 0, removed: 0, kept: 0 });
    expect(await keep()).toEqual({ made: 0, renewed: 0, removed: 0, kept: SUBSCRIBED.length });
    const made = await server.all("Subscription");
    expect(made.map(({ criteria }) => criteria).sort()).toEqual([...SUBSCRIBED].sort());
    const setting = await house.database.transaction(findNotifications);
    const secret = notifierSecret(house, setting?.connectionId ?? "");
    const header = texts(nodes([made[0]?.channel])[0]?.header)[0];
    expect(header).toBe(`Authorization: Bearer ${secret}`);
    const rows = await house.database.transaction((tx) => tx.select().from(connections));
    const row = rows.find(({ id }) => id === setting?.connectionId);
    expect(isClientSecret(secret, row?.secretHash ?? null)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it("renews what failed or ends soon, takes away what is double, and all of it when switched off", async () => {
    const [first, second] = await server.all("Subscription");
    if (!first || !second) throw new Error("there are no subscriptions");
    await client().update({ ...first, id: text(first.id) ?? "", status: "error" });
    await client().create({ ...second, id: undefined } as never, "url=https://nobody.example");
    expect(await keep()).toMatchObject({ renewed: 1, removed: 1, made: 0 });
    house.now = new Date(house.now.getTime() + 4 * 86_400_000);
    expect(await keep()).toMatchObject({ renewed: SUBSCRIBED.length });
    await turn(false);
    expect(await keep()).toMatchObject({ removed: SUBSCRIBED.length, made: 0 });
    expect(await server.all("Subscription")).toEqual([]);
    const rows = await house.database.transaction((tx) => tx.select().from(connections));
    expect(rows.filter(({ kind, disabledAt }) => kind === "notifier" && disabledAt === null)).toEqual([]);
  });

  it("touches no subscription of other programs, also where the server ignores what it was asked to look for", async () => {
    const foreign = {
      resourceType: "Subscription",
      status: "active",
      criteria: "Encounter?",
      channel: { type: "rest-hook", endpoint: "https://other.example/hook" },
    };
    await client().create(foreign, null);
    const sameCriteria = { ...foreign, criteria: SUBSCRIBED[0] };
    await client().create(sameCriteria, null);
    for (const name of ["url", "criteria"]) server.ignores.add(name);
    const ours = async () =>
      (await server.all("Subscription")).filter(({ channel }) => node(channel).endpoint === endpoint);
    const others = async () =>
      (await server.all("Subscription")).filter(({ channel }) => node(channel).endpoint !== endpoint);
    const before = await others();
    expect(before).toMatchObject([foreign, sameCriteria]);
    await turn(true);
    expect(await keep()).toEqual({ made: SUBSCRIBED.length, renewed: 0, removed: 0, kept: 0 });
    expect((await ours()).map(({ criteria }) => criteria).sort()).toEqual([...SUBSCRIBED].sort());
    expect(await keep()).toEqual({ made: 0, renewed: 0, removed: 0, kept: SUBSCRIBED.length });
    await turn(false);
    expect(await keep()).toMatchObject({ removed: SUBSCRIBED.length });
    expect(await ours()).toEqual([]);
    expect(await others()).toEqual(before);
    server.ignores.clear();
    for (const { id } of before) await client().remove(`Subscription/${id}`);
  });

  it("tries again minutes after a failure, switched off as well as on, and rests once it is done", async () => {
    const round = subscriptionRound(house, { client: client(), endpoint });
    const later = (minutes: number) => {
      house.now = new Date(house.now.getTime() + minutes * 60_000);
      server.asked.length = 0;
      return round();
    };
    await turn(true);
    await later(0);
    expect(await server.all("Subscription")).toHaveLength(SUBSCRIBED.length);
    await turn(false);
    server.instead = 503;
    await later(1);
    server.instead = null;
    await later(4);
    expect(server.asked).toEqual([]);
    await later(2);
    expect(await server.all("Subscription")).toEqual([]);
    await later(7 * 24 * 60);
    expect(server.asked).toEqual([]);
  });

  it("asks ever less often once switched off, and no more where there can be no subscriptions", async () => {
    const tries = async (round: () => Promise<void>, minutes: number) => {
      house.now = new Date(house.now.getTime() + minutes * 60_000);
      server.asked.length = 0;
      await round();
      return server.asked.filter((one) => one === "GET Subscription").length;
    };
    const round = subscriptionRound(house, { client: client(), endpoint });
    await turn(true);
    await tries(round, 0);
    await turn(false);
    server.instead = 503;
    expect([await tries(round, 1), await tries(round, 6), await tries(round, 6), await tries(round, 6)]).toEqual([
      1, 1, 0, 1,
    ]);
    // Nobody may ask for them.
    server.instead = 403;
    expect([await tries(round, 60), await tries(round, 7 * 24 * 60)]).toEqual([1, 0]);
    server.instead = null;
    // It has none, as it says itself.
    server.lacks.add("Subscription");
    const other = subscriptionRound(house, { client: client(), endpoint });
    expect([await tries(other, 1), await tries(other, 7 * 24 * 60)]).toEqual([1, 0]);
    server.lacks.clear();
    expect(await keep()).toMatchObject({ removed: SUBSCRIBED.length });
  });

  it("asks for a patient to be read again, once however often it is told", async () => {
    const condition = { resourceType: "Condition", id: "x", subject: { reference: "Patient/p1" } };
    for (let n = 0; n < 5; n++) await hear(condition);
    expect(await asked()).toEqual(["p1"]);
    expect((await lastAudit(house)).target).toEqual({ patientId: "p1" });
    const states = await house.database.transaction((tx) => tx.select().from(connectionStates));
    expect(states.find(({ name }) => name === "notifications")?.counts).toEqual({ received: 5, patients: 5 });
  });

  it("finds whose an address is: by what is stored, else at the source, never by what is sent", async () => {
    await hear(null, "Condition/c1");
    expect(await asked()).toEqual(["known"]);
    await client().update({
      resourceType: "Observation",
      id: "o9",
      status: "final",
      code: { text: "x" },
      subject: { reference: "Patient/p9" },
    });
    await hear(null, "Observation/o9");
    expect(await asked()).toEqual(["known", "p9"]);
  });

  it("reads everybody who is in hospital again where it is not said who, and nobody for a handshake", async () => {
    const status = { resourceType: "SubscriptionStatus", type: "handshake" };
    await hear({ resourceType: "Bundle", entry: [{ resource: status }] });
    expect(await asked()).toEqual([]);
    await hear(null);
    expect(await asked()).toEqual(["known"]);
  });

  it("hears nobody who was not let in for that", async () => {
    const empty = { patientIds: ["p1"], references: [], isEmpty: false, isSignOfLife: false, client: client() };
    await expect(receiveNotification(house, house.people.nurse, empty)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setNotifications(house, house.people.nurse, { isOn: true })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
