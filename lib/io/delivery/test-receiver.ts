import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** For tests only: a server that takes webhooks, and answers as it is told. */
export interface TestReceiver {
  readonly port: number;
  readonly received: Received[];
  /** What it answers from now on: a status and headers; null: nothing at all. */
  answer: { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | null;
  /** What happens elsewhere before it answers. */
  meanwhile: () => Promise<void>;
  close(): Promise<void>;
}

export async function openTestReceiver(certificate?: { key: string; cert: string }): Promise<TestReceiver> {
  const server: Server = certificate ? createSecureServer(certificate) : createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const receiver: TestReceiver = {
    port: (server.address() as AddressInfo).port,
    received: [],
    answer: { status: 204 },
    meanwhile: async () => {},
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  server.on("request", async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    receiver.received.push({
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    });
    await receiver.meanwhile();
    if (receiver.answer !== null) response.writeHead(receiver.answer.status, receiver.answer.headers).end("{}");
  });
  return receiver;
}
