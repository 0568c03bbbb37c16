import { timed } from "@/lib/io/operations/meters";

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

interface Client {
  query(query: never, params?: never): Promise<unknown>;
}

/** A database client whose statements are timed. */
export function watchClient(client: Client): Client {
  return {
    query: async (query, params) => {
      const begun = performance.now();
      try {
        return await client.query(query, params);
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
