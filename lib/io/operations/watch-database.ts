import { timed } from "@/lib/io/operations/meters";
import { type SpanOptions, traced } from "@/lib/io/operations/traces";

const OPERATIONS = new Set(["select", "insert", "update", "delete", "with", "begin", "commit", "rollback"]);

/** What kind of statement it is, by its first word; nothing else of it is told to anybody. */
export function operationOf(statement: string): string {
  const word = /^\s*([a-z]+)/i.exec(statement)?.[1]?.toLowerCase() ?? "";
  return OPERATIONS.has(word) ? word : "other";
}

const textOf = (query: unknown): string => {
  if (typeof query === "string") return query;
  const { text } = (query ?? {}) as { readonly text?: unknown };
  return typeof text === "string" ? text : "";
};

/** The first table a statement names; in our statements names stand in quotes, and values never in the text. */
const TABLE = /\b(?:from|into|update|join) "([a-z_]{1,60})"/i;

function statementSpan(statement: string): SpanOptions {
  const operation = operationOf(statement);
  const table = TABLE.exec(statement)?.[1];
  return {
    name: table === undefined ? operation : `${operation} ${table}`,
    kind: "client",
    fields: {
      "db.system.name": "postgresql",
      "db.operation.name": operation,
      ...(table === undefined ? {} : { "db.collection.name": table }),
    },
  };
}

interface Client {
  query(query: never, params?: never): Promise<unknown>;
}

/** A database client whose statements are timed. */
export function watchClient(client: Client): Client {
  return {
    query: async (query, params) => {
      const begun = performance.now();
      try {
        return await traced(
          () => statementSpan(textOf(query)),
          () => client.query(query, params),
        );
      } finally {
        const operation = operationOf(textOf(query));
        timed("wardlight_database_query_duration_seconds", { operation }, performance.now() - begun);
      }
    },
  };
}

/** Waits for a connection, and tells the metrics how long. */
export async function watchWait<Connection>(connect: () => Promise<Connection>): Promise<Connection> {
  const begun = performance.now();
  try {
    return await connect();
  } finally {
    timed("wardlight_database_wait_duration_seconds", {}, performance.now() - begun);
  }
}
