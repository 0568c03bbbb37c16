import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import type { Operation } from "@/app/_adapters/api/operation";
import { OPERATIONS } from "@/app/_adapters/api/operations";
import { mayUse } from "@/lib/core/access/access";
import { SCOPE_NAMES, SCOPES, type Scope, scopesAllow } from "@/lib/core/access/scopes";
import { PROBLEMS, type ProblemCode, problemSchema } from "@/lib/core/api/problem";

const VERSION = "1.0.0";

const DESCRIPTION = `Readmission risk, explained, for programs of the hospital.

**Who asks.** A program has an API client of its own, with scopes and wards (\`wardlight connections add\`): it sends its key as \`Authorization: Bearer\` or \`X-API-Key\`, or asks \`/api/oauth/token\` for a token of a quarter of an hour. People use the same paths signed in, with their session.

**What comes back.** JSON in UTF-8; refusals are \`application/problem+json\` and repeat nothing of what was sent. Fields may be added: pass over those you do not know.

**How often.** 600 requests a minute for each program, counted by each server process for itself; \`RateLimit\` and \`Retry-After\` say what is left.

A probability is of any readmission within 30 days of discharge. It says what happened to patients with such records where the model learnt; it is no decision. Show \`provenance\` beside it, and the reasons where there is none.`;

const PROBLEM_CODES: readonly ProblemCode[] = ["bad-input", "unauthenticated", "forbidden", "too-many", "not-ready"];

/** Which refusals an operation can answer with, beside what everything can. */
function problemCodes({ params, body, method, isRepeatable, mostBytesAtOnce }: Operation): readonly ProblemCode[] {
  return [
    ...PROBLEM_CODES,
    ...(params === null && method === "get" ? [] : (["not-found"] as const)),
    ...(body === null ? [] : (["too-large", "unsupported"] as const)),
    ...(isRepeatable || method === "delete" ? (["conflict"] as const) : []),
    ...(mostBytesAtOnce === null ? [] : (["busy"] as const)),
  ];
}

function problemsOf(operation: Operation) {
  const statuses = [...new Set(problemCodes(operation).map((code) => PROBLEMS[code].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const titles = Object.values(PROBLEMS).filter((problem) => problem.status === status);
      const description = titles.map(({ title }) => title).join("; ");
      return [String(status), { description, content: { "application/problem+json": { schema: problemSchema } } }];
    }),
  );
}

/** The one scope that lets a program do it; null where no program may. */
export function scopeOf({ verbName }: Operation): Scope | null {
  if (!mayUse("client", verbName)) return null;
  return SCOPE_NAMES.find((scope) => scopesAllow([scope], verbName)) ?? null;
}

const requestHeaders = z.object({
  "Idempotency-Key": z.string().max(200).optional().meta({
    description: "The same request with the same key within a day is done once and gets the same answer.",
  }),
});

function toOperationObject(operation: Operation): ZodOpenApiOperationObject {
  const { id, summary, description, tag, params, query, body, answer, status, otherForms, isRepeatable } = operation;
  const scope = scopeOf(operation);
  const needs = scope === null ? "No program may; people signed in." : `Scope \`${scope}\`.`;
  const forms = otherForms.map(({ type, description: says }) => [
    type,
    { schema: z.string().meta({ description: says }) },
  ]);
  return {
    operationId: id,
    summary,
    description: [description, needs].filter(Boolean).join("\n\n"),
    tags: [tag],
    security: [...(scope === null ? [] : [{ oauth: [scope] }, { key: [] }, { header: [] }]), { session: [] }],
    requestParams: {
      ...(params === null ? {} : { path: params }),
      ...(query === null ? {} : { query }),
      ...(isRepeatable ? { header: requestHeaders } : {}),
    },
    ...(body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: Object.fromEntries(body.types.map((type) => [type, { schema: body.schema }])),
          },
        }),
    responses: {
      [String(status)]: {
        description: status === 201 ? "Done." : "The answer.",
        content: {
          ...(answer === null ? {} : { "application/json": { schema: answer } }),
          ...Object.fromEntries(forms),
        },
      },
      ...problemsOf(operation),
    },
  };
}

/** OpenAPI 3.1 of everything under /api/v1, from the schemas that validate. */
export function apiDocument() {
  const paths: Record<string, ZodOpenApiPathsObject[string]> = {};
  for (const operation of OPERATIONS)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: toOperationObject(operation) };
  const scopes = Object.fromEntries(
    SCOPE_NAMES.filter((scope) => OPERATIONS.some(({ verbName }) => scopesAllow([scope], verbName))).map((scope) => [
      scope,
      `${SCOPES[scope].join(", ")}.`,
    ]),
  );
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Wardlight",
      version: VERSION,
      description: DESCRIPTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        oauth: {
          type: "oauth2",
          description:
            "Client credentials: the client id is the connection's, the secret the one told when it was added.",
          flows: { clientCredentials: { tokenUrl: "/api/oauth/token", scopes } },
        },
        key: { type: "http", scheme: "bearer", description: "An API key, `wl_…`." },
        header: { type: "apiKey", in: "header", name: "X-API-Key", description: "The same key." },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token", description: "A person, signed in." },
      },
    },
  });
}
