import { type DestinationStream, pino } from "pino";
import { allowedFields, errorFields, type LogFields } from "@/lib/core/operations/log-fields";
import { currentRequest } from "@/lib/io/operations/request-context";

interface Say {
  (fields: LogFields, message: string): void;
  (message: string): void;
}

export type Log = Readonly<Record<"debug" | "info" | "warn" | "error", Say>>;

/**
 * The log, as JSON lines on stderr. A line has a message in words of ours and fields of an allow-list
 * (`lib/core/operations/log-fields.ts`), so that what identifies a patient cannot get in by oversight; what belongs to a
 * request carries its id and a keyed fingerprint of who asked.
 */
export function openLog(level: string, destination: DestinationStream = pino.destination(2)): Log {
  const written = pino({ level, base: null, serializers: { err: errorFields } }, destination);
  const say =
    (at: keyof Log): Say =>
    (fields: LogFields | string, message?: string) => {
      if (!written.isLevelEnabled(at)) return;
      if (typeof fields === "string") written[at](allowedFields(requestFields()), fields);
      else written[at](allowedFields({ ...requestFields(), ...fields }), message ?? "");
    };
  return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
}

function requestFields(): LogFields {
  const { id, user } = currentRequest() ?? {};
  return { request: id, user };
}
