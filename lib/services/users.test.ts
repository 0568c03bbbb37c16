import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { SESSION_END_SENTENCES } from "@/lib/core/access/session-rules";
import { audit, users } from "@/lib/io/database/schema";
import { disableUser, enableUser, resetPassword, setUserRole, setUserWards } from "@/lib/services/change-user";
import type { PersonCaller } from "@/lib/services/find-actor";
import { signIn } from "@/lib/services/sign-in";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { addUser, listUsers } from "@/lib/services/users";
import { listWorklist } from "@/lib/services/worklist";

const operator = { system: "users" };

describeHouse("accounts on a database", ({ house }) => {
  let administrator: PersonCaller;
  beforeAll(async () => {
    administrator = house.people.administrator;
    await store(house, readingOf("p1"));
    await store(house, readingOf("p2", { wardId: "w2" }));
  });

  let next = 0;
  let account = "";
  let email = "";
  let person: PersonCaller;
  const signInWith = async (password: string | null): Promise<PersonCaller | null> => {
    const signedIn = await signIn(house, { email, password });
    return signedIn === null ? null : { userId: signedIn.id, sessionId: signedIn.sessionId };
  };
  const found = async () => (await listUsers(house, administrator, {})).accounts.find(({ id }) => id === account);
  let password: string | null;
  beforeEach(async () => {
    next += 1;
    email = `new${next}@test`;
    ({ id: account, password } = await addUser(house, operator, {
      email: ` ${email.toUpperCase()}`,
      name: "New nurse",
      role: "nurse",
      wardIds: ["w1"],
    }));
    const signedIn = await signInWith(password);
    if (signedIn === null) throw new Error("not signed in");
    person = signedIn;
  });
  const list = (caller = person) => listWorklist(house, caller, {});

  it("are made with a password that is told once and kept only as a hash", async () => {
    expect((await list()).wards.map(({ id }) => id)).toEqual(["w1"]);
    expect(password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
    const rows = await house.database.transaction((tx) => tx.select().from(audit));
    const [user] = await house.database.transaction((tx) => tx.select().from(users).where(eq(users.id, account)));
    expect(JSON.stringify(rows)).not.toContain(password);
    expect(JSON.stringify(rows)).not.toContain(email);
    expect(JSON.stringify(user)).not.toContain(password);
    expect(user?.passwordHash).toMatch(/^scrypt\$/);
  });

  it("are listed with role, wards, last sign-in and open sessions", async () => {
    expect(await found()).toEqual({
      id: account,
      email,
      name: "New nurse",
      role: "nurse",
      wards: [{ id: "w1", name: "Ward 1" }],
      signsInWith: { password: true, provider: false },
      createdAt: house.now.toISOString(),
      disabledAt: null,
      lastSignInAt: house.now.toISOString(),
      openSessions: 1,
    });
    expect(await lastAudit(house)).toMatchObject({
      actorId: administrator.userId,
      verb: "manage-users",
      outcome: "done",
      detail: { did: "list" },
    });
  });

  it("can be made without a password, and then none is right", async () => {
    const made = await addUser(house, operator, {
      email: `p${email}`,
      name: "P",
      role: "clinician",
      withPassword: false,
    });
    expect(made.password).toBeNull();
    for (const guess of ["null", "", "undefined"])
      expect(await signIn(house, { email: `p${email}`, password: guess })).toBeNull();
  });

  it("are refused twice under one address, in an unknown role, and on a ward nobody knows", async () => {
    const wanted = { email: `x${email}`, name: "X", role: "nurse" as const };
    await expect(addUser(house, operator, { ...wanted, email })).rejects.toMatchObject({ code: "conflict" });
    await expect(addUser(house, operator, { ...wanted, role: "king" as "nurse" })).rejects.toThrow(
      "must be one of nurse",
    );
    await expect(addUser(house, operator, { ...wanted, wardIds: ["w9"] })).rejects.toThrow("no ward w9");
    await expect(addUser(house, operator, { ...wanted, email: "nobody" })).rejects.toMatchObject({ code: "bad-input" });
  });

  it("that are disabled are signed out at once and not let in again until enabled", async () => {
    expect(await disableUser(house, administrator, { account })).toEqual({ ended: 1 });
    expect(await lastAudit(house)).toMatchObject({
      actorId: administrator.userId,
      target: { userId: account },
      detail: { did: "disable", ended: 1 },
    });
    await expect(list()).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await signInWith(password)).toBeNull();
    expect(await found()).toMatchObject({ disabledAt: house.now.toISOString(), openSessions: 0 });
    await enableUser(house, administrator, { account });
    await expect(list()).rejects.toMatchObject({ message: SESSION_END_SENTENCES["account-changed"] });
    const again = await signInWith(password);
    expect(again && (await list(again)).rows).toHaveLength(1);
  });

  it("whose role or wards change are signed out at once, and are what they became", async () => {
    await setUserRole(house, administrator, { account, role: "compliance" });
    await expect(list()).rejects.toMatchObject({ message: SESSION_END_SENTENCES["account-changed"] });
    const compliance = await signInWith(password);
    await expect(list(compliance ?? person)).rejects.toMatchObject({ code: "forbidden" });
    await setUserRole(house, operator, { account, role: "nurse" });
    await setUserWards(house, operator, { account, wardIds: ["w2"] });
    const nurse = await signInWith(password);
    expect((await list(nurse ?? person)).wards.map(({ id }) => id)).toEqual(["w2"]);
    await setUserWards(house, operator, { account, wardIds: ["w2", "w2"] });
    expect((await list(nurse ?? person)).rows).toHaveLength(1);
  });

  it("get and lose only wards the administrator has", async () => {
    for (const wardIds of [["w1", "w2"], ["w2"]])
      await expect(setUserWards(house, administrator, { account, wardIds })).rejects.toMatchObject({
        code: "forbidden",
      });
    await expect(
      addUser(house, administrator, { email: `y${email}`, name: "Y", role: "nurse", wardIds: ["w2"] }),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ outcome: "refused", detail: { code: "forbidden" } });
    await setUserWards(house, operator, { account, wardIds: ["w1", "w2"] });
    // Ward 2 stays as it is, so it may be anybody's.
    await setUserWards(house, administrator, { account, wardIds: ["w2"] });
    expect(await found()).toMatchObject({ wards: [{ id: "w2" }] });
  });

  it("get a new password, and the old one is worth nothing", async () => {
    const made = await resetPassword(house, administrator, { account });
    await expect(list()).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await signInWith(password)).toBeNull();
    expect(await signInWith(made.password)).not.toBeNull();
  });

  it("are never changed by their owner", async () => {
    const mine = { account: administrator.userId };
    for (const change of [
      () => disableUser(house, administrator, mine),
      () => setUserRole(house, administrator, { ...mine, role: "clinician" }),
      () => setUserWards(house, administrator, { ...mine, wardIds: [] }),
      () => resetPassword(house, administrator, mine),
    ])
      await expect(change()).rejects.toMatchObject({ code: "forbidden" });
    expect((await listUsers(house, administrator, {})).accounts.length).toBeGreaterThan(6);
  });

  it("are nobody else's to see or change", async () => {
    for (const name of ["nurse", "clinician", "data-scientist", "compliance"] as const) {
      const caller = house.people[name];
      await expect(listUsers(house, caller, {})).rejects.toMatchObject({ code: "forbidden" });
      await expect(disableUser(house, caller, { account })).rejects.toMatchObject({ code: "forbidden" });
      await expect(addUser(house, caller, { email: "z@test", name: "Z", role: "administrator" })).rejects.toMatchObject(
        {
          code: "forbidden",
        },
      );
    }
    expect((await list()).rows).toHaveLength(1);
  });
});
