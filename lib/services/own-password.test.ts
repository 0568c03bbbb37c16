import { eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { SESSION_END_SENTENCES, SESSION_KEPT_MS, SESSION_MS } from "@/lib/core/access/session-rules";
import { audit, sessions, users } from "@/lib/io/database/schema";
import { resetPassword } from "@/lib/services/change-user";
import { findCurrentUser } from "@/lib/services/current-user";
import type { PersonCaller } from "@/lib/services/find-actor";
import { changeOwnPassword } from "@/lib/services/own-password";
import { signIn } from "@/lib/services/sign-in";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { addUser } from "@/lib/services/users";
import { listWorklist } from "@/lib/services/worklist";

const operator = { system: "users" };
const OWN = "a quiet night shift";

describeHouse("one's own password on a database", ({ house }) => {
  let next = 0;
  let email: string;
  let account: string;
  let oneTime: string;
  const enter = async (password: string): Promise<PersonCaller> => {
    const signedIn = await signIn(house, { email, password });
    if (signedIn === null) throw new Error("not signed in");
    return { userId: signedIn.id, sessionId: signedIn.sessionId };
  };
  beforeEach(async () => {
    house.isDemo = false;
    next += 1;
    email = `own${next}@test`;
    const added = await addUser(house, operator, { email, name: "New nurse", role: "nurse", wardIds: ["w1"] });
    account = added.id;
    oneTime = added.password ?? "";
  });
  const list = (caller: PersonCaller) => listWorklist(house, caller, {});
  const refused = { code: "forbidden", message: "Choose a password of your own first." };

  it("must be chosen after a one-time one, before anything else is let through", async () => {
    const person = await enter(oneTime);
    await expect(list(person)).rejects.toMatchObject(refused);
    expect(await lastAudit(house)).toMatchObject({ verb: "list-worklist", outcome: "refused", actorId: account });
    expect(await findCurrentUser(house, person)).toMatchObject({ passwordIsDue: true, hasPassword: true });

    await changeOwnPassword(house, person, { current: oneTime, wanted: OWN });
    expect(await lastAudit(house)).toMatchObject({
      verb: "change-own-password",
      outcome: "done",
      actorId: account,
      target: { userId: account },
      detail: { wasOneTime: true, ended: 0 },
    });
    expect((await list(person)).wards.map(({ id }) => id)).toEqual(["w1"]);
    expect(await findCurrentUser(house, person)).toMatchObject({ passwordIsDue: false });
    expect(await signIn(house, { email, password: oneTime })).toBeNull();
    await list(await enter(OWN));
    const rows = await house.database.transaction((tx) => tx.select().from(audit));
    for (const secret of [oneTime, OWN]) expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it("is due again after a reset, and never in the demo", async () => {
    await changeOwnPassword(house, await enter(oneTime), { current: oneTime, wanted: OWN });
    const { password } = await resetPassword(house, operator, { account });
    await expect(list(await enter(password))).rejects.toMatchObject(refused);
    house.isDemo = true;
    const again = await resetPassword(house, operator, { account });
    await list(await enter(again.password));
  });

  it("ends every other session of the same person, and nobody else's", async () => {
    const [here, elsewhere] = [await enter(oneTime), await enter(oneTime)];
    await changeOwnPassword(house, here, { current: oneTime, wanted: OWN });
    await list(here);
    await list(house.people.nurse);
    await expect(list(elsewhere)).rejects.toMatchObject({ message: SESSION_END_SENTENCES["account-changed"] });
  });

  it("is changed only by who knows it, to one that will do, and changes nothing otherwise", async () => {
    const person = await enter(oneTime);
    const attempt = (current: string, wanted: string) => changeOwnPassword(house, person, { current, wanted });
    await expect(attempt("not this one", OWN)).rejects.toMatchObject({
      code: "bad-input",
      message: /not your present/,
    });
    expect(await lastAudit(house)).toMatchObject({ verb: "change-own-password", outcome: "refused" });
    await expect(attempt(oneTime, "short")).rejects.toMatchObject({ message: /at least 12/ });
    await expect(attempt(oneTime, oneTime)).rejects.toMatchObject({ message: /another one/ });
    await expect(list(person)).rejects.toMatchObject(refused);
    await enter(oneTime);
  });

  it("rests after ten wrong tries, also for the right one, until the quarter of an hour is over", async () => {
    const start = house.now;
    const person = await enter(oneTime);
    const attempt = (current: string) => changeOwnPassword(house, person, { current, wanted: OWN });
    for (let tries = 0; tries < 10; tries += 1)
      await expect(attempt("not this one")).rejects.toMatchObject({ code: "bad-input" });
    await expect(attempt(oneTime)).rejects.toMatchObject({ code: "too-many" });
    house.now = new Date(start.getTime() + 14 * 60_000);
    await findCurrentUser(house, person);
    house.now = new Date(start.getTime() + 16 * 60_000);
    await attempt(oneTime);
    house.now = start;
  });

  it("is nobody's business here where there is none", async () => {
    const wanted = { current: "anything", wanted: OWN };
    await expect(changeOwnPassword(house, house.people.nurse, wanted)).rejects.toMatchObject({ code: "conflict" });
    await expect(changeOwnPassword(house, operator, wanted)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("signing in forgets one's own sessions that ended long ago, and no others", async () => {
    const start = house.now;
    const [old, other] = [await enter(oneTime), house.people.nurse];
    await house.database.transaction((tx) =>
      tx.update(sessions).set({ expiresAt: start }).where(eq(sessions.id, other.sessionId)),
    );
    house.now = new Date(start.getTime() + SESSION_MS + SESSION_KEPT_MS - 1000);
    const kept = await enter(oneTime);
    const ids = async () => (await house.database.transaction((tx) => tx.select().from(sessions))).map(({ id }) => id);
    expect(await ids()).toEqual(expect.arrayContaining([old.sessionId, kept.sessionId]));
    house.now = new Date(house.now.getTime() + 2000);
    const last = await enter(oneTime);
    const left = await ids();
    expect(left).not.toContain(old.sessionId);
    expect(left).toEqual(expect.arrayContaining([kept.sessionId, last.sessionId, other.sessionId]));
    const rows = await house.database.transaction((tx) => tx.select().from(audit).where(eq(audit.actorId, account)));
    expect(rows.filter(({ verb }) => verb === "sign-in")).toHaveLength(3);
    await house.database.transaction((tx) => tx.delete(users).where(eq(users.id, account)));
    house.now = start;
  });
});
