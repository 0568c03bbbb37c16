import { Agent, request } from "node:http";
import type { ScoredStay } from "@/lib/core/model/scored-stay";

/** A patient as a program sends them. */
export interface SentPatient {
  readonly body: Buffer;
  readonly wardId: string | null;
}

/** How one call of `/api/v1/predict` went. */
export interface PredictAnswer {
  /** Place of the patient and of the server that was asked. */
  readonly at: number;
  readonly server: number;
  /** Milliseconds since the load began: when it was sent, and when it was answered. */
  readonly sentMs: number;
  readonly endMs: number;
  /** 0: no answer came. */
  readonly status: number;
  /** Stays that got a probability. */
  readonly spoke: readonly ScoredStay[];
}

/** When the patients are as they are sent. */
export const SENT_AT = "2026-03-10T09:00:00.000Z";

const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/**
 * One call; never throws: what went wrong is status 0. A kept connection that the server was just closing is no answer
 * of its own: the call is made again, as every client does.
 */
export function askOnce(base: string, key: string, body: Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const failed = (): void => resolve({ status: 0, text: "" });
    const sent = request(
      `${base}/api/v1/predict?now=${SENT_AT}`,
      {
        agent,
        method: "POST",
        headers: { "Content-Type": "application/fhir+json", "Content-Length": body.length, "X-API-Key": key },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", failed);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString("utf8") }),
        );
      },
    );
    sent.on("error", () => (sent.reusedSocket ? askOnce(base, key, body).then(resolve) : failed()));
    sent.end(body);
  });
}

/** Stays in an answer that got a probability. */
export const spokeIn = (text: string): ScoredStay[] =>
  (JSON.parse(text) as { stays: ScoredStay[] }).stays.filter(({ probability }) => probability !== null);

interface Load {
  /** Addresses, asked in turn. */
  readonly servers: readonly string[];
  /** API keys, used in turn: each may ask 600 times a minute. */
  readonly keys: readonly string[];
  readonly patients: readonly SentPatient[];
  /** Calls a second, to all servers together. */
  readonly rate: number;
  readonly seconds: number;
}

/** Sends so many calls a second for so long: late or not, the next is sent in time. Answers in the order they were sent. */
export async function sendPredictions(
  { servers, keys, patients, rate, seconds }: Load,
  begun = performance.now(),
): Promise<PredictAnswer[]> {
  const pending: Promise<PredictAnswer>[] = [];
  for (let sent = 0; sent < seconds * rate; sent++) {
    const due = begun + (sent * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await new Promise((wake) => setTimeout(wake, early));
    const [at, server] = [sent % patients.length, sent % servers.length];
    const from = performance.now();
    pending.push(
      askOnce(servers[server]!, keys[sent % keys.length]!, patients[at]!.body).then(({ status, text }) => ({
        ...{ at, server, status },
        sentMs: from - begun,
        endMs: performance.now() - begun,
        spoke: status === 200 ? spokeIn(text) : [],
      })),
    );
  }
  return Promise.all(pending);
}

/** The version that answered; null where nothing was said, several where it was mixed. */
export const versionsOf = ({ spoke }: PredictAnswer): readonly string[] => [
  ...new Set(spoke.map(({ modelVersion }) => modelVersion)),
];
