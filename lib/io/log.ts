import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/**
 * The log, as JSON lines on stderr. Only codes, counts, verb names and durations go in: never a name, a date of
 * birth, a note, a resource or a query's values. What is redacted here is a second net, not a licence.
 */
export function openLog(level: string, destination: DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: ["*.password", "*.identity", "*.note", "*.body", "*.params", "*.detail", "err.params", "err.query"],
        remove: true,
      },
      serializers: {
        // A database error quotes the query's values in its message and detail; its code and constraint say enough.
        err: (
          error: Error & { code?: string; constraint?: string; cause?: { code?: string; constraint?: string } },
        ) => ({
          name: error.name,
          code: error.code ?? error.cause?.code,
          constraint: error.constraint ?? error.cause?.constraint,
          stack: error.stack?.slice(error.stack.indexOf("\n    at ")).split("\n", 6).join("\n"),
        }),
      },
    },
    destination,
  );
}
