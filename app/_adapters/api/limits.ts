import type { ApiRequest } from "@/app/_adapters/api/api-request";
import { type Allowance, Budget } from "@/lib/core/api/budget";

const MINUTE_MS = 60_000;

/** What may be asked of one process in a minute. Each process counts for itself. */
export interface Limits {
  /** Requests, by program. */
  readonly requests: Budget;
  /** Tokens asked for, by address. */
  readonly tokens: Budget;
  /** Secrets and tokens that were nobody's, by address. */
  readonly failures: Budget;
}

export const makeLimits = (): Limits => ({
  requests: new Budget({ limit: 600, windowMs: MINUTE_MS }),
  tokens: new Budget({ limit: 60, windowMs: MINUTE_MS }),
  failures: new Budget({ limit: 20, windowMs: MINUTE_MS }),
});

/** One for all bundles of this process. */
const KEY = Symbol.for("wardlight.api-limits");
const holder = globalThis as typeof globalThis & { [KEY]?: Limits };

export function processLimits(): Limits {
  holder[KEY] ??= makeLimits();
  return holder[KEY];
}

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
export function limitHeaders(name: string, { allowed, limit, left, resetSeconds, windowSeconds }: Allowance) {
  return {
    "RateLimit-Policy": `"${name}";q=${limit};w=${windowSeconds}`,
    RateLimit: `"${name}";r=${left};t=${resetSeconds}`,
    ...(allowed ? {} : { "Retry-After": String(resetSeconds) }),
  };
}

/**
 * Where a request comes from: the last address that was added on its way, which is the nearest proxy's word, or the
 * server's own where there is none.
 */
export function addressOf(headers: ApiRequest["headers"]): string {
  const forwarded = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return forwarded === undefined || forwarded === "" ? "unknown" : forwarded.slice(0, 100);
}
