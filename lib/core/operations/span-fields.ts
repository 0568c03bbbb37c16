import { isCode } from "@/lib/core/operations/log-fields";

/**
 * Everything a span of a trace may say, under the names OpenTelemetry gives them where it has one. What is not here, or
 * is no number and no short code, is left out: traces leave the machine, so they are told no more than the log is.
 * @see https://opentelemetry.io/docs/specs/semconv/
 */
const ALLOWED = [
  "http.request.method",
  "http.route",
  "http.response.status_code",
  "db.system.name",
  "db.operation.name",
  "db.collection.name",
  "error.type",
  "wardlight.request",
  "wardlight.verb",
  "wardlight.model.version",
  "wardlight.stays",
] as const;

export type SpanField = (typeof ALLOWED)[number];
export type SpanFields = Readonly<Partial<Record<SpanField, string | number>>>;

/** The fields that may be said. */
export function allowedSpanFields(fields: SpanFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const name of ALLOWED) {
    const value = fields[name];
    if (value !== undefined && (isCode(value) || (typeof value === "number" && Number.isFinite(value))))
      kept[name] = value;
  }
  return kept;
}
