/** A repeatable source of chance: the same seed gives the same draws on every machine. */
export interface SeededRandom {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number from low to high, both included. */
  integer(low: number, high: number): number;
  /** true with the given probability. */
  chance(probability: number): boolean;
  /** One item, all equally likely. */
  pick<T>(items: readonly T[]): T;
  /** One item by weight; weights need not add up to 1. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  /** A draw from a normal distribution. */
  normal(mean: number, standardDeviation: number): number;
  /** The items in another order. */
  shuffle<T>(items: readonly T[]): T[];
  /** An independent source, named, so that one part drawing more does not shift the others. */
  fork(name: string): SeededRandom;
}

/** 32-bit FNV-1a of a string. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Makes a seeded source of chance (sfc32).
 * @see Doty-Humphrey, PractRand: the "small fast counting" generator.
 */
export function seededRandom(seed: string): SeededRandom {
  let a = hashText(`${seed}#a`);
  let b = hashText(`${seed}#b`);
  let c = hashText(`${seed}#c`);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i++) next();

  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new RangeError("pick: nothing to choose from");
    return item;
  };
  return {
    next,
    integer,
    pick,
    chance: (probability) => next() < probability,
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      return pick(items)[0];
    },
    normal: (mean, standardDeviation) =>
      mean + standardDeviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = integer(0, i);
        [out[i], out[j]] = [out[j] as (typeof out)[number], out[i] as (typeof out)[number]];
      }
      return out;
    },
    fork: (name) => seededRandom(`${seed}/${name}`),
  };
}
