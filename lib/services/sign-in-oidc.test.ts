import { eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { audit, users } from "@/lib/io/database/schema";
import { disableUser } from "@/lib/services/change-user";
import type { PersonCaller } from "@/lib/services/find-actor";
import { refuseOidc, signInWithOidc } from "@/lib/services/sign-in-oidc";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { addUser } from "@/lib/services/users";
import { listWorklist } from "@/lib/services/worklist";

const issuer = "https://id.hospital.test";
const operator = { system: "test" };

describeHouse("signing in through an identity provider", ({ house }) => {
  let next = 0;
  let email = "";
  let account = "";
  beforeEach(async () => {
    next += 1;
    email = `person${next}@test`;
    const wanted = { email, name: "P", role: "nurse" as const, wardIds: ["w1"], withPassword: false };
    account = (await addUser(house, operator, wanted)).id;
  });
  const claims = () => ({ iss: issuer, sub: `s${next}`, email: email.toUpperCase(), email_verified: true });
  const signIn = (sent: unknown) => signInWithOidc(house, issuer, sent);
  const callerOf = (signedIn: Awaited<ReturnType<typeof signIn>>): PersonCaller => {
    if (typeof signedIn === "string") throw new Error(signedIn);
    return { userId: signedIn.id, sessionId: signedIn.sessionId };
  };

  it("finds the account made beforehand by verified address, and by subject ever after", async () => {
    const first = callerOf(await signIn(claims()));
    expect(first.userId).toBe(account);
    expect(await lastAudit(house)).toMatchObject({
      actorId: account,
      verb: "sign-in",
      outcome: "done",
      detail: { by: "oidc", linked: true },
    });
    expect((await listWorklist(house, first, {})).wards).toHaveLength(1);
    const { iss, sub } = claims();
    expect(callerOf(await signIn({ iss, sub })).userId).toBe(account);
    expect(callerOf(await signIn({ iss, sub, email: "married@test", email_verified: true })).userId).toBe(account);
  });

  it("lets nobody in whom nobody made an account for, and makes none", async () => {
    const count = async () => (await house.database.transaction((tx) => tx.select().from(users))).length;
    const before = await count();
    expect(await signIn({ ...claims(), email: "stranger@test" })).toBe("unknown-account");
    expect(await lastAudit(house)).toMatchObject({
      actorId: null,
      verb: "sign-in",
      outcome: "refused",
      detail: { code: "unknown-account", by: "oidc" },
    });
    expect(await count()).toBe(before);
    const rows = await house.database.transaction((tx) => tx.select().from(audit));
    expect(JSON.stringify(rows)).not.toContain("stranger");
  });

  it("takes nobody's word for an address that was not verified", async () => {
    for (const verified of [{}, { email_verified: false }])
      expect(await signIn({ iss: issuer, sub: `s${next}`, email, ...verified })).toBe("unknown-account");
    expect(await signIn({ ...claims(), email_verified: "false" })).toBe("not-believed");
    expect(typeof (await signIn({ ...claims(), email_verified: "true" }))).toBe("object");
  });

  it("an address given to somebody else later opens nothing", async () => {
    await signIn(claims());
    expect(await signIn({ ...claims(), sub: "another" })).toBe("linked-elsewhere");
  });

  it("refuses a disabled account, the first time and later", async () => {
    await disableUser(house, operator, { account });
    expect(await signIn(claims())).toBe("disabled");
    const [user] = await house.database.transaction((tx) => tx.select().from(users).where(eq(users.id, account)));
    expect(user?.oidcSubject).toBeNull();
  });

  it("refuses another issuer, also for a subject it knows", async () => {
    await signIn(claims());
    expect(await signIn({ ...claims(), iss: "https://evil.test" })).toBe("wrong-issuer");
    expect(await signIn({ iss: `${issuer}/`, sub: `s${next}` })).toBe("wrong-issuer");
  });

  it("knows an account by the subject it was made with, without any address", async () => {
    const provider = { issuer, subject: `badge-${next}` };
    const made = await addUser(house, operator, {
      email: `b${email}`,
      name: "B",
      role: "clinician",
      withPassword: false,
      provider,
    });
    expect(callerOf(await signIn({ iss: issuer, sub: provider.subject })).userId).toBe(made.id);
  });

  it("writes down what was not believed, and not without end", async () => {
    const rows = async () => (await house.database.transaction((tx) => tx.select().from(audit))).length;
    const before = await rows();
    for (let n = 0; n < 110; n += 1) await refuseOidc(house, "not-believed");
    const written = (await rows()) - before;
    expect(written).toBeGreaterThan(50);
    expect(written).toBeLessThanOrEqual(100);
  });
});
