import type { SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { type MailSettings, sendMail } from "@/lib/io/delivery/mailer";
import {
  TEST_CERTIFICATE as certificate,
  openTestSmtp,
  TEST_PASSWORD,
  type TestSmtp,
} from "@/lib/io/delivery/test-smtp";

const signIn = { user: "wardlight", password: TEST_PASSWORD };
const mail = {
  id: "d1",
  to: "nurse@hospital.example",
  subject: "Ward 8 øst: a rule",
  text: "Line one.\n\nhttps://w.example/alerts",
};

const servers: TestSmtp[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function openServer(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  const server = await openTestSmtp(options);
  servers.push(server);
  return server;
}

const settings = (port: number, others: Partial<MailSettings> = {}): MailSettings => ({
  host: "localhost",
  port,
  tls: "starttls",
  signIn: null,
  from: "Wardlight <wardlight@hospital.example>",
  ...others,
});

describe("an e-mail", () => {
  it("reaches the server over STARTTLS, signed in, with an id that stays the same", async () => {
    const { port, taken } = await openServer();
    for (const _ of ["once", "again"])
      expect(await sendMail(settings(port, { signIn }), mail, certificate.cert)).toEqual({ isTaken: true });
    expect(taken).toHaveLength(2);
    expect(taken[0]).toMatchObject({ to: ["nurse@hospital.example"], isSecure: true, user: "wardlight" });
    for (const { raw } of taken) {
      expect(raw).toContain("Message-ID: <d1@hospital.example>");
      expect(raw).toContain("Auto-Submitted: auto-generated");
      expect(raw).toContain("From: Wardlight <wardlight@hospital.example>");
      expect(raw).toContain("Line one.\r\n\r\nhttps://w.example/alerts");
    }
  });

  it("reaches it over TLS from the start, and in the clear where that was asked for", async () => {
    const implicit = await openServer({ secure: true });
    expect(await sendMail(settings(implicit.port, { tls: "implicit" }), mail, certificate.cert)).toEqual({
      isTaken: true,
    });
    expect(implicit.taken[0]?.isSecure).toBe(true);
    const clear = await openServer();
    expect(await sendMail(settings(clear.port, { tls: "none" }), mail)).toEqual({ isTaken: true });
    expect(clear.taken[0]?.isSecure).toBe(false);
  });

  it("is not sent where it could be read on the way: no TLS offered, or of somebody unknown", async () => {
    const bare = await openServer({ disabledCommands: ["STARTTLS"] });
    expect(await sendMail(settings(bare.port, { signIn }), mail)).toMatchObject({ code: "untrusted" });
    const unknown = await openServer();
    expect(await sendMail(settings(unknown.port), mail)).toMatchObject({ code: "untrusted" });
    expect([...bare.taken, ...unknown.taken]).toEqual([]);
  });

  it("says why the server did not take it", async () => {
    const { port } = await openServer({
      onRcptTo: (_, __, done) => done(Object.assign(new Error("no such user"), { responseCode: 550 })),
    });
    expect(await sendMail(settings(port, { tls: "none" }), mail)).toMatchObject({ code: "refused-recipient" });
    const wrong = { ...signIn, password: "wrong" };
    expect(await sendMail(settings(port, { signIn: wrong }), mail, certificate.cert)).toMatchObject({
      code: "not-let-in",
    });
    const later = await openServer({
      onRcptTo: (_, __, done) => done(Object.assign(new Error("greylisted"), { responseCode: 451 })),
    });
    expect(await sendMail(settings(later.port, { tls: "none" }), mail)).toMatchObject({ code: "receiver-busy" });
    expect(await sendMail(settings(1, { tls: "none" }), mail)).toMatchObject({ code: "unreachable" });
  });

  it("goes to one address, whatever is written in it", async () => {
    const { port, taken } = await openServer();
    await sendMail(settings(port, { tls: "none" }), { ...mail, to: "a@hospital.example, b@elsewhere.example" });
    await sendMail(settings(port, { tls: "none" }), { ...mail, to: "a@hospital.example\r\nBcc: b@elsewhere.example" });
    await sendMail(settings(port, { tls: "none" }), { ...mail, subject: "x\r\nBcc: b@elsewhere.example" });
    expect(taken.flatMap(({ to }) => to).filter((address) => address === "b@elsewhere.example")).toEqual([]);
  });
});
