import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { makeTestCertificate } from "@/lib/io/delivery/test-certificate";

/** What the test server's password is. */
export const TEST_PASSWORD = "correct horse";

/** The certificate it shows: of nobody, so that only a test trusts it. */
export const TEST_CERTIFICATE = makeTestCertificate();

/** For tests only: a real SMTP server on this machine. */
export interface TestSmtp {
  readonly port: number;
  /** What it took, in order. */
  readonly taken: {
    readonly to: readonly string[];
    readonly isSecure: boolean;
    readonly user: unknown;
    readonly raw: string;
  }[];
  close(): Promise<void>;
}

export async function openTestSmtp(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  const taken: TestSmtp["taken"] = [];
  const server = new SMTPServer({
    ...TEST_CERTIFICATE,
    logger: false,
    authOptional: true,
    onAuth: ({ username, password }, _, done) =>
      password === TEST_PASSWORD ? done(null, { user: username }) : done(new Error("no")),
    onData: async (stream, { envelope, secure, user }, done) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const to = envelope.rcptTo.map(({ address }) => address);
      taken.push({ to, isSecure: secure, user, raw: Buffer.concat(chunks).toString("utf8") });
      done();
    },
    ...options,
  });
  server.on("error", () => {});
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.server.address() as AddressInfo;
  return { port, taken, close: () => new Promise((done) => server.close(() => done())) };
}
