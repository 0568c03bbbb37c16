import type { z } from "zod";
import type { ApiRequest } from "@/app/_adapters/api/api-request";
import { headersOfFault } from "@/app/_adapters/api/door-fault";
import { type Doorkeeper, type Identified, identify } from "@/app/_adapters/api/identify";
import type { Operation, OtherForm, Parts } from "@/app/_adapters/api/operation";
import { apiHeaders, problemResponse } from "@/app/_adapters/api/problem-response";
import { readJson } from "@/app/_adapters/read-body";
import { Fault, isFault } from "@/lib/core/fault";
import type { Caller } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";
import { answerOnce } from "@/lib/services/idempotent-answers";

/** Which field is wrong and how, without repeating what was sent. */
function parse(schema: z.ZodType | null, sent: unknown, where: string): unknown {
  if (schema === null) return {};
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  // An unknown field's name is the sender's own text.
  const what =
    issue?.code === "unrecognized_keys" ? "it has a field that is not known" : (issue?.message ?? "is not valid");
  const path = (issue?.path ?? []).filter((part) => typeof part === "string" || typeof part === "number").join(".");
  throw new Fault("bad-input", `${path === "" ? where : path}: ${what}.`.slice(0, 500));
}

function readQuery(request: ApiRequest): Record<string, string> {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries([...searchParams].filter(([, value]) => value !== ""));
}

const KEY = /^[\x21-\x7e]{1,200}$/;

/** The request's idempotency key; null where it has none, or the operation needs none. */
function keyOf({ isRepeatable }: Operation, request: ApiRequest): string | null {
  const sent = request.headers.get("idempotency-key");
  if (sent === null || !isRepeatable) return null;
  if (!KEY.test(sent)) throw new Fault("bad-input", "Idempotency-Key: must be 1 to 200 visible ASCII characters.");
  return sent;
}

const underWay = new WeakMap<Operation, number>();

/** However small a request is, answering it takes memory too. */
const LEAST_BYTES = 256 * 1024;

/** What a request may come to while it is answered; the largest there may be where it does not say. */
function weightOf({ body }: Operation, request: ApiRequest): number {
  const most = body?.maximumBytes ?? LEAST_BYTES;
  const said = request.headers.get("content-length");
  return said === null ? most : Math.min(most, Math.max(LEAST_BYTES, Number(said) || most));
}

/** Does it unless as much as may is under way already. */
async function takingTurns<Output>(
  operation: Operation,
  request: ApiRequest,
  work: () => Promise<Output>,
): Promise<Output> {
  const { mostBytesAtOnce } = operation;
  if (mostBytesAtOnce === null) return work();
  const weight = weightOf(operation, request);
  const now = underWay.get(operation) ?? 0;
  if (now > 0 && now + weight > mostBytesAtOnce)
    throw new Fault("busy", "As many of these as can be done at once are under way. Try again.");
  underWay.set(operation, now + weight);
  try {
    return await work();
  } finally {
    underWay.set(operation, (underWay.get(operation) ?? weight) - weight);
  }
}

const formOf = ({ otherForms }: Operation, request: ApiRequest): OtherForm<unknown> | undefined =>
  otherForms.find(({ isAsked }) => isAsked(request)) as OtherForm<unknown> | undefined;

function write(
  operation: Operation,
  request: ApiRequest,
  { status, body }: { status: number; body: unknown },
  more: HeadersInit,
) {
  const other = formOf(operation, request);
  const own = (operation.headers as (output: unknown, request: ApiRequest) => Record<string, string>)(body, request);
  const headers = apiHeaders({ ...Object.fromEntries(new Headers(more)), ...own });
  if (other === undefined) {
    headers.set("Content-Type", "application/json");
    return new Response(JSON.stringify(body), { status, headers });
  }
  const written = other.write(body, request);
  headers.set("Content-Type", other.type);
  for (const [name, value] of Object.entries(written.headers ?? {})) headers.set(name, value);
  return new Response(written.body, { status, headers });
}

async function answerIdentified(
  operation: Operation,
  request: ApiRequest,
  rawParams: unknown,
  { house, who }: { house: House; who: Identified },
): Promise<Response> {
  const { caller, headers } = who;
  const body = operation.body === null ? null : await readJson(request, operation.body.maximumBytes);
  const parts: Parts<unknown, unknown, unknown> = {
    params: parse(operation.params, rawParams, "address"),
    query: parse(operation.query, readQuery(request), "address"),
    body: operation.body === null ? {} : parse(operation.body.schema, body?.value, "body"),
    request,
  };
  const run = formOf(operation, request)?.run ?? operation.run;
  const { status } = operation;
  const work = (as: Caller) => run(house, as, parts as Parts<never, never, never>);
  const key = keyOf(operation, request);
  if (key === null) return write(operation, request, { status, body: await work(caller) }, headers);
  const { pathname, search } = new URL(request.url);
  const sent = { key, method: request.method, path: `${pathname}${search}`, body: body?.text ?? "" };
  const { isReplayed, ...answer } = await answerOnce(house, caller, sent, { status, run: work });
  return write(operation, request, answer, { ...headers, ...(isReplayed ? { "Idempotency-Replayed": "true" } : {}) });
}

/** What was thrown as a problem; what is no Fault is told to nobody but the log, and there by its name alone. */
export function problemOf(thrown: unknown, told: Readonly<Record<string, string>> = {}): Response {
  if (isFault(thrown)) return problemResponse(thrown.code, thrown.message, { ...told, ...headersOfFault(thrown) });
  return problemResponse("error", "Something went wrong on our side. Nothing was changed.", told);
}

/**
 * Answers a request to one operation: who asks, what they sent by its schemas, the verb, and what it says. Every
 * refusal is a problem in one sentence; nothing that was sent is repeated. Never throws.
 */
export async function answerOperation(
  operation: Operation,
  request: ApiRequest,
  rawParams: unknown,
  keeper: Doorkeeper,
): Promise<Response> {
  let told: Readonly<Record<string, string>> = {};
  const { house } = keeper;
  try {
    const who = await identify(keeper, request);
    told = who.headers;
    return await takingTurns(operation, request, () => answerIdentified(operation, request, rawParams, { house, who }));
  } catch (thrown) {
    if (!isFault(thrown))
      house.log.error(
        { operation: operation.id, error: thrown instanceof Error ? thrown.name : "thrown" },
        "request failed",
      );
    return problemOf(thrown, told);
  }
}
