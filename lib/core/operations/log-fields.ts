/** A string in a log line is a code of ours, a version, a keyed fingerprint or a time: short, without spaces. */
const CODE = /^[A-Za-z0-9_.:@+/[\]()-]{1,120}$/;

export const isCode = (value: unknown): boolean => typeof value === "string" && CODE.test(value);
const isNumber = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value);
const isTime = (value: unknown): boolean => value === null || value instanceof Date || isCode(value);
const isCodeOrNull = (value: unknown): boolean => value === null || isCode(value);
/** Sentences of our own faults: they may be shown to anybody, and hold nothing of what was sent (`lib/core/fault.ts`). */
const isSentence = (value: unknown): boolean => typeof value === "string" && value.length <= 500;

/**
 * Everything a log line may say beside its message, and what each may be. It is a list of what is allowed: a field that
 * is not here, or a value that is not what it should be, is left out and counted, whatever somebody meant to log.
 */
const ALLOWED = {
  /** Of the HTTP request all of this was for. */
  request: isCode,
  /** A keyed fingerprint of who asked. */
  user: isCode,
  verb: isCode,
  operation: isCode,
  route: isCode,
  method: isCode,
  status: isNumber,
  ms: isNumber,
  code: isCode,
  error: isCode,
  failure: isCode,
  cause: isCode,
  task: isCode,
  version: isCode,
  model: isCode,
  servedAs: isCode,
  insteadOf: isCodeOrNull,
  database: isCode,
  timeZone: isCode,
  series: isCode,
  stays: isNumber,
  scored: isNumber,
  abstained: isNumber,
  seq: isNumber,
  score: isNumber,
  pausedUntil: isTime,
  reason: isSentence,
  why: isSentence,
  /** An address a program of ours is at; what stands in it before @ is a password. */
  fhir: (value: unknown) => isCode(value) && !String(value).includes("@"),
} as const;

export type LogField = keyof typeof ALLOWED;
export type LogFields = Readonly<Partial<Record<LogField, unknown>>> & { readonly err?: unknown };

const isAllowed = (name: string): name is LogField => Object.hasOwn(ALLOWED, name);

/** What may be said of some fields; the rest is left out, and `leftOut` says how many there were. */
export function allowedFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let leftOut = 0;
  for (const [name, value] of Object.entries(fields)) {
    // An error is written by `errorFields`, which has its own list.
    if (value === undefined) continue;
    if (name === "err" || (isAllowed(name) && ALLOWED[name](value))) kept[name] = value;
    else leftOut += 1;
  }
  return leftOut === 0 ? kept : { ...kept, leftOut };
}

const PLACE = /^\s+at [^\n]{1,300}$/;

interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly stack?: unknown;
  readonly cause?: { readonly code?: unknown; readonly constraint?: unknown };
}

/** The first places of a stack. It begins with the message, which may have lines that look like places. */
function placesIn(stack: string, message: string): string[] {
  const from = message === "" ? 0 : stack.indexOf(message) + message.length;
  const lines = stack.slice(from).split("\n");
  return lines.filter((line) => PLACE.test(line)).slice(0, 6);
}

/**
 * What may be said of an error: its name, its code, the database's constraint, and where in our code it came from. Never
 * its message: a database quotes the query's values there, a parser what it was given.
 */
export function errorFields(thrown: unknown): Record<string, unknown> {
  if (typeof thrown !== "object" || thrown === null) return { name: typeof thrown };
  const { name, message, code, constraint, stack, cause } = thrown as Thrown;
  const [known, where] = [code ?? cause?.code, constraint ?? cause?.constraint];
  const places = placesIn(String(stack ?? ""), String(message ?? ""));
  return {
    ...(isCode(name) ? { name } : {}),
    ...(isCode(known) ? { code: known } : {}),
    ...(isCode(where) ? { constraint: where } : {}),
    stack: places.join("\n"),
  };
}
