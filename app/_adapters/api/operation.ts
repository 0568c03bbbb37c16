import type { z } from "zod";
import type { ApiRequest } from "@/app/_adapters/api/api-request";
import type { VerbName } from "@/lib/core/access/access";
import type { House } from "@/lib/services/house";
import type { Caller } from "@/lib/services/verb";

/** A request's parts after their schemas. */
export interface Parts<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: ApiRequest;
}

/** An answer in another form than JSON, chosen by what the request asks for. */
export interface OtherForm<Output> {
  readonly type: string;
  readonly description: string;
  readonly isAsked: (request: ApiRequest) => boolean;
  /** Where it takes another verb than the operation's own. */
  readonly run?: (house: House, caller: Caller, parts: Parts<never, never, never>) => Promise<unknown>;
  readonly write: (
    output: Output,
    request: ApiRequest,
  ) => { readonly body: BodyInit; readonly headers?: Readonly<Record<string, string>> };
}

/** One thing REST v1 does: what it takes, which verb does it, and what it answers. The document is made of these. */
export interface Operation {
  readonly id: string;
  readonly method: "get" | "post" | "delete";
  /** As OpenAPI writes it, e.g. "/api/v1/stays/{id}". */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly verbName: VerbName;
  readonly params: z.ZodObject | null;
  readonly query: z.ZodObject | null;
  readonly body: {
    readonly schema: z.ZodType;
    readonly maximumBytes: number;
    readonly types: readonly string[];
  } | null;
  /** null: only in another form. */
  readonly answer: z.ZodType | null;
  readonly status: 200 | 201;
  readonly otherForms: readonly OtherForm<never>[];
  /** The same request with the same Idempotency-Key is done once; it answers what its one verb says, unchanged. */
  readonly isRepeatable: boolean;
  /** What the bodies under way in one process may come to; null: as many as come. */
  readonly mostBytesAtOnce: number | null;
  /** Headers of the answer, by what it says. */
  readonly headers: (output: never, request: ApiRequest) => Readonly<Record<string, string>>;
  readonly run: (house: House, caller: Caller, parts: Parts<never, never, never>) => Promise<unknown>;
}

const KILOBYTE = 1024;

interface Definition<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, Output> {
  readonly id: string;
  readonly method: Operation["method"];
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly verbName: VerbName;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly bodyMaximumBytes?: number;
  readonly bodyTypes?: readonly string[];
  /** Each is held against the type of what the verb says where it is made. */
  readonly answer: z.ZodType | null;
  readonly status?: 200 | 201;
  readonly otherForms?: readonly OtherForm<Output>[];
  readonly isRepeatable?: boolean;
  readonly mostBytesAtOnce?: number;
  readonly headers?: (output: Output, request: ApiRequest) => Readonly<Record<string, string>>;
  readonly run: (house: House, caller: Caller, parts: Parts<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Output>;
}

/** Makes an operation; the types of its parts are those of its schemas. */
export function operation<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, Output>(
  definition: Definition<P, Q, B, Output>,
): Operation {
  const { params, query, body, bodyMaximumBytes = 64 * KILOBYTE, bodyTypes = ["application/json"] } = definition;
  return {
    ...definition,
    params: params ?? null,
    query: query ?? null,
    body: body ? { schema: body, maximumBytes: bodyMaximumBytes, types: bodyTypes } : null,
    status: definition.status ?? 200,
    otherForms: definition.otherForms ?? [],
    isRepeatable: definition.isRepeatable ?? false,
    mostBytesAtOnce: definition.mostBytesAtOnce ?? null,
    headers: definition.headers ?? (() => ({})),
  };
}
