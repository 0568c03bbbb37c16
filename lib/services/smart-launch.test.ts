import { generateKeyPairSync } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Ehr, startEhr } from "@/e2e/ehr-server.mjs";
import { parseSigningKeys } from "@/lib/core/connections/signing-keys";
import { connections, userIdentities } from "@/lib/io/database/connection-schema";
import { audit, sessions } from "@/lib/io/database/schema";
import { findActor } from "@/lib/services/find-actor";
import { linkIdentity, unlinkIdentity } from "@/lib/services/link-identity";
import type { RunningHouse } from "@/lib/services/running-house";
import { beginLaunch, completeLaunch, LAUNCH_MS } from "@/lib/services/smart-launch";
import { answerOf, REDIRECT, signInAtEhr } from "@/lib/services/test-ehr";
import { lastAudit, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const ROLES = [
  { code: "http://example.org/roles|doctor", role: "clinician" as const },
  { code: "http://example.org/roles|nurse", role: "nurse" as const },
];

describeHouse("a SMART launch", ({ house: inner }) => {
  let house: RunningHouse & TestHouse;
  let ehr: Ehr;
  let connectionId: string;

  beforeAll(async () => {
    // Tokens carry the time they are made at.
    inner.now = new Date();
    const environment = { baseUrl: "http://127.0.0.1:9" } as RunningHouse["environment"];
    house = Object.assign(inner, { environment, close: async () => {} });
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    ehr = await startEhr({
      port,
      redirectUris: [REDIRECT],
      launches: {
        one: { patient: "p1", encounter: "stay-p1" },
        unknown: { patient: "nobody-here" },
        standalone: { patient: "p1" },
      },
    });
    await store(house, readingOf("p1", { wardId: "w1" }));
    const settings = { clientId: "wardlight-app", sharesPatients: true, roles: ROLES };
    const values = { kind: "smart-server" as const, name: "EHR", issuer: ehr.base, settings, createdAt: house.now };
    const [made] = await house.database.transaction((tx) =>
      tx.insert(connections).values(values).returning({ id: connections.id }),
    );
    connectionId = made?.id ?? "";
    const linked = { issuer: ehr.base, subject: "Practitioner/ann", userId: house.people.nurse.userId };
    await house.database.transaction((tx) => tx.insert(userIdentities).values({ ...linked, createdAt: house.now }));
  });
  afterAll(() => ehr?.close());

  const begin = async (launch: string | null = "one", iss: string | null = ehr.base) => {
    const begun = await beginLaunch(house, { iss, launch });
    if (typeof begun === "string") throw new Error(begun);
    return begun;
  };
  const refusals = async (): Promise<unknown[]> => {
    const rows = await house.database.transaction((tx) => tx.select().from(audit).where(eq(audit.verb, "sign-in")));
    return rows.filter(({ outcome }) => outcome === "refused").map(({ detail }) => detail.code);
  };

  it("asks for who is there and what is open, with PKCE, a state and a nonce that nobody can guess", async () => {
    const { url, carried } = await begin();
    const asked = new URL(url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: "code",
      client_id: "wardlight-app",
      redirect_uri: REDIRECT,
      aud: ehr.base,
      launch: "one",
      scope: "launch launch/patient launch/encounter openid fhirUser user/PractitionerRole.rs",
      code_challenge_method: "S256",
    });
    for (const name of ["state", "nonce", "code_challenge"]) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect(new URL((await begin()).url).searchParams.get("state")).not.toBe(asked.get("state"));
    expect(Buffer.from(carried, "base64url").toString("latin1")).not.toContain(asked.get("state"));
    expect(new URL((await begin(null)).url).searchParams.has("launch")).toBe(false);
    expect(new URL((await begin(null, null)).url).searchParams.get("scope")).toContain("launch/patient");
  });

  it("signs in somebody whose account was tied to their EHR identity, at the stay that was open", async () => {
    const { url, carried } = await begin();
    const done = await completeLaunch(house, carried, answerOf(await signInAtEhr(url, "ann")));
    expect(done).toMatchObject({ userId: house.people.nurse.userId, stayId: "stay-p1", mayBeFramed: false });
    if (typeof done === "string") throw new Error(done);
    const actor = await house.database.transaction((tx) => findActor(tx, done, house.now));
    expect(actor).toMatchObject({ role: "nurse", wardIds: ["w1"] });
    const row = await lastAudit(house);
    expect(row).toMatchObject({ verb: "sign-in", outcome: "done", detail: { code: "ok", by: "smart" } });
    expect(JSON.stringify(row)).not.toContain("ann");
  });

  it("opens the patient's stay in a standalone launch, and none where the patient is not known here", async () => {
    const alone = await begin(null);
    const opened = await completeLaunch(house, alone.carried, answerOf(await signInAtEhr(alone.url, "ann")));
    expect(opened).toMatchObject({ stayId: "stay-p1" });
    const unknown = await begin("unknown");
    const none = await completeLaunch(house, unknown.carried, answerOf(await signInAtEhr(unknown.url, "ann")));
    expect(none).toMatchObject({ userId: house.people.nurse.userId, stayId: null });
  });

  it("never sends anybody to a server that is not on the list", async () => {
    for (const iss of ["https://evil.example/fhir", `${ehr.base}.evil.example`, `${ehr.base}/other`, "not a url"])
      expect(await beginLaunch(house, { iss, launch: "one" })).toBe("unknown-server");
    expect(await beginLaunch(house, { iss: `${ehr.base}/`, launch: "one" })).toHaveProperty("url");
  });

  it("believes no answer twice, no other's answer, none without what the browser carries, and none that is late", async () => {
    const { url, carried } = await begin();
    const answer = answerOf(await signInAtEhr(url, "ann"));
    const other = await begin();
    expect(await completeLaunch(house, null, answer)).toBe("not-believed");
    expect(await completeLaunch(house, other.carried, answer)).toBe("not-believed");
    expect(await completeLaunch(house, `${carried.slice(0, -4)}AAAA`, answer)).toBe("not-believed");
    expect(await completeLaunch(house, carried, { ...answer, state: "A".repeat(43) })).toBe("not-believed");
    expect(await completeLaunch(house, carried, { ...answer, iss: "https://other.example" })).toBe("not-believed");
    expect(await completeLaunch(house, carried, answer)).toBe("not-believed");

    // This server says that it names itself in every answer: one without that can be another's.
    const unnamed = await begin();
    const nameless = { ...answerOf(await signInAtEhr(unnamed.url, "ann")), iss: null };
    expect(await completeLaunch(house, unnamed.carried, nameless)).toBe("not-believed");

    const late = await begin();
    const slow = answerOf(await signInAtEhr(late.url, "ann"));
    const was = house.now;
    house.now = new Date(was.getTime() + LAUNCH_MS);
    expect(await completeLaunch(house, late.carried, slow)).toBe("not-believed");
    house.now = was;

    const foreign = await begin();
    const theirs = answerOf(await signInAtEhr((await begin()).url, "ann"));
    const mixed = { ...theirs, state: new URL(foreign.url).searchParams.get("state") };
    // A code of another launch: its verifier is not ours.
    expect(await completeLaunch(house, foreign.carried, mixed)).toBe("not-believed");
  });

  it("signs nobody in who broke off, or whose server was taken off the list meanwhile", async () => {
    const { carried, url } = await begin();
    const state = new URL(url).searchParams.get("state");
    expect(await completeLaunch(house, carried, { code: null, state, iss: null })).toBe("not-completed");
    const begun = await begin();
    const answer = answerOf(await signInAtEhr(begun.url, "ann"));
    const set = (disabledAt: Date | null) =>
      house.database.transaction((tx) =>
        tx.update(connections).set({ disabledAt }).where(eq(connections.id, connectionId)),
      );
    await set(house.now);
    expect(await completeLaunch(house, begun.carried, answer)).toBe("unknown-server");
    expect(await beginLaunch(house, { iss: ehr.base, launch: "one" })).toBe("unknown-server");
    await set(null);
    expect(await refusals()).toEqual(expect.arrayContaining(["not-completed", "unknown-server", "not-believed"]));
  });

  it("opens no patient from a server whose ids are not those of the feed", async () => {
    const set = (sharesPatients: boolean) => {
      const settings = { clientId: "wardlight-app", sharesPatients, roles: ROLES };
      return house.database.transaction((tx) =>
        tx.update(connections).set({ settings }).where(eq(connections.id, connectionId)),
      );
    };
    await set(false);
    const { url, carried } = await begin();
    const done = await completeLaunch(house, carried, answerOf(await signInAtEhr(url, "ann")));
    expect(done).toMatchObject({ stayId: null });
    await set(true);
  });

  it("is tied to an account by an administrator, and that tie can be taken back", async () => {
    const launchAs = async (subject: string) => {
      const { url, carried } = await begin();
      return completeLaunch(house, carried, answerOf(await signInAtEhr(url, subject)));
    };
    const { administrator, clinician } = house.people;
    const who = { issuer: `${ehr.base}/`, fhirUser: `${ehr.base}/Practitioner/eve` };
    expect(await launchAs("eve")).toBe("unknown-user");
    await linkIdentity(house, administrator, { account: clinician.userId, ...who });
    expect(await launchAs("eve")).toMatchObject({ userId: clinician.userId });
    await expect(linkIdentity(house, administrator, { account: administrator.userId, ...who })).rejects.toThrow(
      "Nobody changes their own account",
    );
    const patient = { ...who, fhirUser: "Patient/p1", account: clinician.userId };
    await expect(linkIdentity(house, administrator, patient)).rejects.toThrow("must be a member of staff");
    await unlinkIdentity(house, administrator, who);
    expect(await launchAs("eve")).toBe("unknown-user");
    await expect(unlinkIdentity(house, administrator, who)).rejects.toThrow("No account is tied");
  });

  it("proves who it is with its private key where it is a confidential client, and never with another's", async () => {
    const pem = () =>
      generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const [ours, other] = [parseSigningKeys(pem()), parseSigningKeys(pem())];
    const strict = await startEhr({
      port: 20_000 + Math.floor(Math.random() * 20_000),
      redirectUris: [REDIRECT],
      launches: { one: { patient: "p1" } },
      jwks: { keys: ours.map(({ publicJwk }) => publicJwk) },
    });
    try {
      const settings = { clientId: "wardlight-app", authentication: "private-key", sharesPatients: true };
      const subject = "Practitioner/ann";
      await house.database.transaction(async (tx) => {
        const values = { kind: "smart-server" as const, name: "Strict", issuer: strict.base, settings };
        await tx.insert(connections).values({ ...values, createdAt: house.now });
        const userId = house.people.nurse.userId;
        await tx.insert(userIdentities).values({ issuer: strict.base, subject, userId, createdAt: house.now });
      });
      const launchWith = async (signingKeys: typeof ours | readonly []) => {
        Object.assign(house.environment, { signingKeys });
        const { url, carried } = await begin("one", strict.base);
        return completeLaunch(house, carried, answerOf(await signInAtEhr(url, "ann")));
      };
      expect(await launchWith(ours)).toMatchObject({ userId: house.people.nurse.userId, stayId: "stay-p1" });
      expect(await launchWith(other)).toBe("not-believed");
      expect(await launchWith([])).toBe("not-reached");
    } finally {
      await strict.close();
    }
  });

  it("leaves nothing behind of a refused launch: no session, no account", async () => {
    const count = async () => (await house.database.transaction((tx) => tx.select().from(sessions))).length;
    const before = await count();
    const { url, carried } = await begin();
    const answer = answerOf(await signInAtEhr(url, "stranger"));
    expect(await completeLaunch(house, carried, answer)).toBe("unknown-user");
    expect(await count()).toBe(before);
  });
});
