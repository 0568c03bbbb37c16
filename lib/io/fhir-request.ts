import { Fault } from "@/lib/core/fault";
import {
  afterFailure,
  afterSuccess,
  type Circuit,
  CLOSED,
  isOnTrial,
  isPaused,
  pausedFor,
} from "@/lib/core/feed/circuit";
import { retryAfterMs } from "@/lib/core/feed/retry-after";
import { isResource, node, nodes, text } from "@/lib/core/fhir/resource";
import type { BackendServices } from "@/lib/io/backend-services";

export interface FhirRequestOptions {
  /** For one answer with its body, in milliseconds. */
  readonly timeoutMs: number;
  /** How often a request is tried again after 429, 5xx, an answer that is no FHIR, or none. */
  readonly retries: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly chance: () => number;
  /** null: the server answers without a token. */
  readonly signIn: BackendServices | null;
  /** How the server was doing when it was last asked, e.g. by the process before. */
  readonly circuit?: Circuit;
  /** Told whenever the server is given up for a while, and when it is back. */
  readonly onCircuit?: (circuit: Circuit) => void;
}

export interface FhirAnswer {
  readonly status: number;
  /** Parsed JSON; null where there was none. */
  readonly body: unknown;
  readonly headers: Headers;
}

export interface FhirSending {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One request, patiently: gives 2xx, 404, 410 and 412, and throws a Fault (one plain sentence) for everything else. */
export type FhirRequest = (url: URL, sending?: FhirSending) => Promise<FhirAnswer>;

const LONGEST_WAIT_MS = 30_000;
/** Larger answers than this are a server gone wrong: a page has a few hundred resources. */
const LARGEST_BYTES = 64 * 1024 * 1024;
const PASSED_ON = [404, 410, 412];

/** So many at once; the others wait their turn. */
function limiter(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((go) => queue.push(go));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free++;
    }
  };
}

/** Issue codes are a closed list of FHIR's; anything else may be words about a patient. @see https://hl7.org/fhir/R4/valueset-issue-type.html */
function issueCode(body: unknown): string | null {
  const code = text(nodes(node(body).issue)[0]?.code);
  return code !== null && /^[a-z-]{1,30}$/.test(code) ? code : null;
}

function refusal({ status, body }: FhirAnswer): Fault {
  const code = issueCode(body);
  const said = `${status}${code === null ? "" : `, ${code}`}`;
  if (status === 401 || status === 403)
    return new Fault("misconfigured", `The FHIR server does not let Wardlight do this (${said}).`);
  if (status === 429) return new Fault("busy", `The FHIR server has had too many requests (${said}).`);
  return new Fault("not-ready", `The FHIR server did not answer as it should (${said}).`);
}

/** The body's text, up to a size; null where it is larger. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).byteLength;
    if (bytes > LARGEST_BYTES) return null;
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(written: string | null): unknown {
  try {
    return JSON.parse(written ?? "") as unknown;
  } catch {
    return null;
  }
}

/** A resource, whatever the label says; a sign-in page or half an answer is none. */
const isFhir = ({ status, body }: FhirAnswer, { method }: FhirSending): boolean =>
  isResource(body) || (method !== "GET" && status < 300 && body === null);

export function openFhirRequest(options: FhirRequestOptions): FhirRequest {
  const { timeoutMs, retries, concurrency, wait, now, chance, signIn, onCircuit } = options;
  const inTurn = limiter(concurrency);
  let circuit = options.circuit ?? CLOSED;
  let trial: Promise<unknown> | null = null;

  const move = (next: Circuit): void => {
    const hasMoved = next.pausedUntil !== circuit.pausedUntil;
    circuit = next;
    if (hasMoved) onCircuit?.(next);
  };
  const refuseWhilePaused = (): void => {
    if (isPaused(circuit, now()))
      throw new Fault("busy", "The FHIR server has failed too often and is left alone for a while.");
  };

  const send = async (
    url: URL,
    { method, headers, body }: FhirSending,
    token: string | null,
  ): Promise<FhirAnswer | null> => {
    try {
      const response = await fetch(url, {
        method,
        headers: {
          accept: "application/fhir+json",
          // Some servers (HAPI FHIR) answer a search anew only then, and from an older result otherwise.
          "cache-control": "no-cache",
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/fhir+json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
        // Followed, a redirect could carry patient data or the token to another server.
        redirect: "error",
      });
      return { status: response.status, body: parse(await readText(response)), headers: response.headers };
    } catch {
      return null;
    }
  };

  /** With a token that the server takes, if it takes any: refused once, a new one is tried. */
  const sendSignedIn = async (url: URL, sending: FhirSending): Promise<FhirAnswer | null> => {
    if (signIn === null) return send(url, sending, null);
    const token = await signIn.token();
    const answer = await send(url, sending, token);
    if (answer?.status !== 401) return answer;
    signIn.reject(token);
    return send(url, sending, await signIn.token());
  };

  /** What the server asks for, by its own clock; else 0.5, 1, 2 s …, somewhere in the upper half of it. */
  const pause = async (answer: FhirAnswer | null, attempt: number): Promise<void> => {
    const date = Date.parse(answer?.headers.get("date") ?? "");
    const asked = retryAfterMs(answer?.headers.get("retry-after") ?? null, Number.isNaN(date) ? now() : date);
    if (asked !== null && asked > LONGEST_WAIT_MS) {
      move(pausedFor(circuit, now(), asked));
      refuseWhilePaused();
    }
    await wait(asked ?? Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt * (0.5 + chance() / 2)));
  };

  const patiently = async (url: URL, sending: FhirSending): Promise<FhirAnswer> => {
    for (let attempt = 0; ; attempt++) {
      refuseWhilePaused();
      const answer = await sendSignedIn(url, sending);
      const isWell = answer !== null && answer.status < 500 && answer.status !== 429;
      if (isWell && answer.status >= 300) {
        move(afterSuccess());
        if (PASSED_ON.includes(answer.status)) return answer;
        throw refusal(answer);
      }
      if (isWell && isFhir(answer, sending)) {
        move(afterSuccess());
        return answer;
      }
      move(afterFailure(circuit, now(), chance()));
      refuseWhilePaused();
      if (attempt >= retries) {
        if (answer === null) throw new Fault("not-ready", "The FHIR server does not answer.");
        throw isWell ? new Fault("not-ready", "The FHIR server's answer is not FHIR as JSON.") : refusal(answer);
      }
      await pause(answer, attempt);
    }
  };

  return (url, sending = { method: "GET" }) =>
    inTurn(async () => {
      while (isOnTrial(circuit, now()) && trial !== null) await trial;
      refuseWhilePaused();
      const going = patiently(url, sending);
      if (isOnTrial(circuit, now())) {
        trial = going
          .catch(() => undefined)
          .finally(() => {
            trial = null;
          });
      }
      return going;
    });
}
