/** How much of a budget is left, in whole seconds where time is meant. */
export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly left: number;
  /** Until the window is over. */
  readonly resetSeconds: number;
  readonly windowSeconds: number;
}

/** So many keys are counted at most; the one not heard of for longest is forgotten first. */
const KEYS = 10_000;

/**
 * Counts what each key does in windows of fixed length. In this process's memory alone: behind several processes each
 * counts for itself, and a restart forgets.
 */
export class Budget {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #keys: number;
  readonly #counts = new Map<string, { since: number; count: number }>();

  constructor({ limit, windowMs, keys = KEYS }: { limit: number; windowMs: number; keys?: number }) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#keys = keys;
  }

  #open(key: string, now: number) {
    const known = this.#counts.get(key);
    return known !== undefined && now < known.since + this.#windowMs && now >= known.since
      ? known
      : { since: now, count: 0 };
  }

  #tell({ since, count }: { since: number; count: number }, now: number, allowed: boolean): Allowance {
    return {
      allowed,
      limit: this.#limit,
      left: Math.max(0, this.#limit - count),
      resetSeconds: Math.max(1, Math.ceil((since + this.#windowMs - now) / 1000)),
      windowSeconds: Math.round(this.#windowMs / 1000),
    };
  }

  /** What is left, without spending. */
  look(key: string, now: number): Allowance {
    const open = this.#open(key, now);
    return this.#tell(open, now, open.count < this.#limit);
  }

  /** Spends one; not allowed once the limit of the window is spent. */
  spend(key: string, now: number): Allowance {
    const open = this.#open(key, now);
    const allowed = open.count < this.#limit;
    const next = { since: open.since, count: Math.min(this.#limit, open.count + 1) };
    this.#counts.delete(key);
    this.#counts.set(key, next);
    if (this.#counts.size > this.#keys) {
      const [oldest] = this.#counts.keys();
      if (oldest !== undefined) this.#counts.delete(oldest);
    }
    return this.#tell(next, now, allowed);
  }

  /** Keys counted now. */
  get size(): number {
    return this.#counts.size;
  }
}
