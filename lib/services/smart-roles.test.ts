import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Ehr, startEhr } from "@/e2e/ehr-server.mjs";
import { connections } from "@/lib/io/database/connection-schema";
import { users, userWards } from "@/lib/io/database/schema";
import { findActor } from "@/lib/services/find-actor";
import type { RunningHouse } from "@/lib/services/running-house";
import { beginLaunch, completeLaunch } from "@/lib/services/smart-launch";
import { answerOf, REDIRECT, signInAtEhr } from "@/lib/services/test-ehr";
import type { TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("what the EHR says somebody is", ({ house: inner }) => {
  const roles = {
    cas: [{ code: "nurse", location: "w2" }],
    dee: [{ code: "porter", location: "w1" }],
    fay: [
      { code: "nurse", location: "w1" },
      { code: "nurse", location: "w2" },
    ],
    gus: [{ code: "doctor", location: "w1" }],
  };
  const search: { ignoresWhose?: boolean; pageSize?: number } = {};
  const claims: { fhirUser?: string } = {};
  let house: RunningHouse & TestHouse;
  let ehr: Ehr;

  beforeAll(async () => {
    // Tokens carry the time they are made at.
    inner.now = new Date();
    const environment = { baseUrl: "http://127.0.0.1:9" } as RunningHouse["environment"];
    house = Object.assign(inner, { environment, close: async () => {} });
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    ehr = await startEhr({ port, redirectUris: [REDIRECT], launches: { one: {} }, roles, search, claims });
    const means = [
      { code: "http://example.org/roles|doctor", role: "clinician" as const },
      { code: "http://example.org/roles|nurse", role: "nurse" as const },
    ];
    const settings = { clientId: "wardlight-app", sharesPatients: true, roles: means };
    const values = { kind: "smart-server" as const, name: "EHR", issuer: ehr.base, settings, createdAt: house.now };
    await house.database.transaction((tx) => tx.insert(connections).values(values));
  });
  afterAll(() => ehr?.close());

  const launchAs = async (subject: string) => {
    const begun = await beginLaunch(house, { iss: ehr.base, launch: "one" });
    if (typeof begun === "string") throw new Error(begun);
    return completeLaunch(house, begun.carried, answerOf(await signInAtEhr(begun.url, subject)));
  };
  const actorAs = async (subject: string) => {
    const launched = await launchAs(subject);
    if (typeof launched === "string") throw new Error(launched);
    return house.database.transaction((tx) => findActor(tx, launched, house.now));
  };

  it("is their own roles, from every page, also where the server answers with everybody's", async () => {
    Object.assign(search, { ignoresWhose: true, pageSize: 1 });
    expect(await actorAs("fay")).toMatchObject({ role: "nurse", wardIds: ["w1", "w2"] });
    expect(await launchAs("dee")).toBe("unknown-user");
    expect(await launchAs("nobody-there")).toBe("unknown-user");
    Object.assign(search, { ignoresWhose: false, pageSize: undefined });
  });

  it("is never what the practitioner of the same id is, for a person", async () => {
    claims.fhirUser = "Person/gus";
    expect(await launchAs("gus")).toBe("unknown-user");
    delete claims.fhirUser;
    expect(await actorAs("gus")).toMatchObject({ role: "clinician", wardIds: ["w1"] });
  });

  it("ends what was opened for it once it is nothing any more, until it is something again", async () => {
    const before = await launchAs("gus");
    if (typeof before === "string") throw new Error(before);
    const find = () => house.database.transaction((tx) => findActor(tx, before, house.now));
    expect(await find()).toMatchObject({ role: "clinician", wardIds: ["w1"] });
    roles.gus = [{ code: "porter", location: "w1" }];
    expect(await launchAs("gus")).toBe("no-role");
    await expect(find()).rejects.toThrow("account was changed");
    const kept = () =>
      house.database.transaction((tx) => tx.select().from(userWards).where(eq(userWards.userId, before.userId)));
    expect(await kept()).toEqual([]);
    roles.gus = [{ code: "doctor", location: "w1" }];
    expect(await actorAs("gus")).toMatchObject({ role: "clinician", wardIds: ["w1"] });
  });

  it("gives somebody new the role and wards that the EHR's codes were settled to mean, anew each time", async () => {
    const first = await launchAs("cas");
    if (typeof first === "string") throw new Error(first);
    const actor = await house.database.transaction((tx) => findActor(tx, first, house.now));
    expect(actor).toMatchObject({ name: "Test cas", role: "nurse", wardIds: ["w2"] });
    // Changed here by hand: what the EHR says holds, and the sessions of before are over.
    await house.database.transaction(async (tx) => {
      await tx.update(users).set({ role: "clinician" }).where(eq(users.id, first.userId));
      await tx.insert(userWards).values({ userId: first.userId, wardId: "w1" });
    });
    const second = await launchAs("cas");
    if (typeof second === "string") throw new Error(second);
    expect(second.userId).toBe(first.userId);
    const again = await house.database.transaction((tx) => findActor(tx, second, house.now));
    expect(again).toMatchObject({ role: "nurse", wardIds: ["w2"] });
    await expect(house.database.transaction((tx) => findActor(tx, first, house.now))).rejects.toThrow(
      "account was changed",
    );
    // A porter is nothing here.
    expect(await launchAs("dee")).toBe("unknown-user");
    await house.database.transaction((tx) =>
      tx.update(users).set({ disabledAt: house.now }).where(eq(users.id, first.userId)),
    );
    expect(await launchAs("cas")).toBe("disabled");
  });
});
