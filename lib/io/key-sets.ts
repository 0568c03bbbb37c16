import { type CryptoKey, importJWK, type JWK } from "jose";
import { z } from "zod";
import type { TokenAlgorithm } from "@/lib/core/connections/foreign-token";
import { isSecureAddress } from "@/lib/core/connections/secure-address";
import { Fault } from "@/lib/core/fault";

/** Public keys of programs outside, read from addresses that were configured and from nowhere else. */
export interface KeySets {
  /**
   * The key of that name for that algorithm at an address; null where the set has none. Throws a Fault "not-ready"
   * where the address does not answer and nothing of it is known that holds.
   */
  find(address: string, keyId: string, algorithm: TokenAlgorithm): Promise<CryptoKey | null>;
}

export interface KeySetOptions {
  readonly timeoutMs?: number;
  /** Milliseconds since any moment; tests move it. */
  readonly clock?: () => number;
}

/** A set of this age is read again at the next use, so that a key taken away stops working. */
const FRESH_MS = 10 * 60_000;
/** Where its address does not answer, it is believed for so long. */
const LONGEST_MS = 60 * 60_000;
/** An unknown key's name has it read again, but no more often than this, whoever sends how many. */
const PAUSE_MS = 60_000;
const MOST_BYTES = 256 * 1024;

const setSchema = z.object({
  keys: z
    .array(
      z.looseObject({
        kty: z.string(),
        kid: z.string().optional(),
        alg: z.string().optional(),
        use: z.string().optional(),
        key_ops: z.array(z.string()).optional(),
      }),
    )
    .max(100),
});
type Key = z.output<typeof setSchema>["keys"][number];

const CURVES: Readonly<Record<string, string>> = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };

/** Whether a key is for checking signatures of that kind. A secret is no public key, whatever it calls itself. */
function fits({ kty, alg, use, key_ops, crv }: Key, algorithm: TokenAlgorithm): boolean {
  const isKind = algorithm.startsWith("RS") ? kty === "RSA" : kty === "EC" && crv === CURVES[algorithm];
  const isForIt = (use === undefined || use === "sig") && (key_ops === undefined || key_ops.includes("verify"));
  return isKind && isForIt && (alg === undefined || alg === algorithm);
}

async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new Error("too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function fetchKeys(address: string, timeoutMs: number): Promise<readonly Key[] | null> {
  try {
    const response = await fetch(address, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(timeoutMs),
      // What was configured is this address, not whatever it points to.
      redirect: "error",
    });
    return response.ok ? setSchema.parse(JSON.parse(await readBody(response))).keys : null;
  } catch {
    return null;
  }
}

interface Held {
  keys: readonly Key[];
  readAt: number;
  triedAt: number;
  readonly imported: Map<string, Promise<CryptoKey>>;
}

export function openKeySets({ timeoutMs = 3000, clock = () => performance.now() }: KeySetOptions = {}): KeySets {
  const held = new Map<string, Held>();
  const underWay = new Map<string, Promise<void>>();

  const read = async (address: string): Promise<void> => {
    const before = held.get(address);
    const triedAt = clock();
    const keys = await fetchKeys(address, timeoutMs);
    if (keys !== null) held.set(address, { keys, readAt: clock(), triedAt, imported: new Map() });
    else if (before) before.triedAt = triedAt;
    else held.set(address, { keys: [], readAt: Number.NEGATIVE_INFINITY, triedAt, imported: new Map() });
  };
  const readOnce = (address: string): Promise<void> => {
    const going = underWay.get(address) ?? read(address).finally(() => underWay.delete(address));
    underWay.set(address, going);
    return going;
  };
  const mayRead = (address: string): boolean => {
    const known = held.get(address);
    return known === undefined || clock() - known.triedAt >= PAUSE_MS;
  };
  const standing = (address: string): Held | null => {
    const known = held.get(address);
    return known !== undefined && clock() - known.readAt < LONGEST_MS ? known : null;
  };

  const choose = async (set: Held, keyId: string, algorithm: TokenAlgorithm): Promise<CryptoKey | null> => {
    const key = set.keys.find((one) => one.kid === keyId && fits(one, algorithm));
    if (key === undefined) return null;
    const name = `${set.keys.indexOf(key)} ${algorithm}`;
    // Only what is public of it: a set that was published with its private half signs nothing here.
    const { kty, n, e, crv, x, y } = key as JWK;
    const made =
      set.imported.get(name) ?? (importJWK({ kty, n, e, crv, x, y } as JWK, algorithm) as Promise<CryptoKey>);
    set.imported.set(name, made);
    return made.catch(() => null);
  };

  return {
    async find(address, keyId, algorithm) {
      if (!isSecureAddress(address)) throw new Fault("misconfigured", "A key set's address is not a safe one.");
      const known = standing(address);
      if ((known === null || clock() - known.readAt >= FRESH_MS) && mayRead(address)) await readOnce(address);
      const set = standing(address);
      if (set === null) throw new Fault("not-ready", "The keys of this program cannot be read now.");
      const found = await choose(set, keyId, algorithm);
      if (found !== null || !mayRead(address)) return found;
      await readOnce(address);
      const again = standing(address);
      return again === null ? null : choose(again, keyId, algorithm);
    },
  };
}
