import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { Fault } from "@/lib/core/fault";
import {
  type DataKey,
  deriveFrom,
  FIRST_DATA_KEY,
  type Keyring,
  nameOfKey,
  unwrapKeyring,
  wrapKeyring,
  wrappedBy,
} from "@/lib/io/keyring";

/** The first byte of a sealed value. 1: sealed with the environment's key itself; 2: the data key's number follows. */
const FIRST_FORMAT = 1;
const FORMAT = 2;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEARCH_TOKEN_BYTES = 16;

/** Random bytes are drawn for so many IVs at once: drawing twelve takes longer than encrypting with them. */
const IVS_AT_ONCE = 512;
/** Resources are short: a compressor that looks back less far is made sooner, and packs them as small. */
const SHORT = 4096;
const SHORT_DEFLATE = { level: 3, windowBits: 11, memLevel: 4, chunkSize: 2048 } as const;

/** IVs that were never given before. */
function ivSource(): () => Buffer {
  let drawn: Buffer = Buffer.alloc(0);
  return () => {
    if (drawn.length === 0) drawn = randomBytes(IV_BYTES * IVS_AT_ONCE);
    const iv = drawn.subarray(0, IV_BYTES);
    drawn = drawn.subarray(IV_BYTES);
    return iv;
  };
}

/** Seals what identifies a patient before it is stored, and makes keyed fingerprints for comparing without reading. */
export interface Vault {
  /** Compresses and encrypts a JSON value. `place` (e.g. "patients/123") is bound in: moved elsewhere, it will not open. */
  seal(value: unknown, place: string): Buffer;
  /** Opens what `seal` made for the same place; throws a Fault when the key or the place is another, or it was altered. */
  open(sealed: Uint8Array, place: string): unknown;
  /** A keyed fingerprint (hex) of a text: equal texts compare equal, and nobody without the key can guess back. */
  fingerprint(text: string): string;
  /**
   * 32 bytes for one purpose (e.g. "audit-mac"), the same in every process of this database and for ever: rotating
   * keys does not change it. Only after the database was opened.
   */
  deriveKey(purpose: string): Buffer;
  /** A blind-index token of a text under the newest data key; it changes when the data key does. */
  searchToken(text: string): string;
  /** The tokens of a text under every data key still in use, to look it up by while an index is being rewritten. */
  searchTokens(text: string): readonly string[];
  /** The bytes that whatever is sealed now begins with: what begins otherwise was sealed with an earlier key. */
  sealedPrefix(): Buffer;
  /** Takes up the database's keyring as it is stored; a Fault when none of the environment's keys opens it. */
  takeKeyring(stored: string): void;
  /** Opens a stored keyring without taking it up. */
  readKeyring(stored: string): Keyring;
  /** A keyring as it is stored: wrapped by the environment's current key. */
  storeKeyring(keyring: Keyring): string;
  /** Whether the keyring taken up is wrapped by the environment's current key, not by one it replaced. */
  isUnderCurrentKey(): boolean;
  /** What another thread of this process needs to seal and open the same values (`openHandedVault`). */
  handOver(): HandedKeys;
  /** The environment's key, or an older one, whose database from before keyrings has this key check; null where none. */
  findFirstKey(keyCheck: string): Buffer | null;
}

/** A vault's keys on their way to a thread of the same process; never anywhere else. */
export interface HandedKeys {
  readonly key: Uint8Array;
  readonly olderKeys: readonly Uint8Array[];
  /** The keyring taken up, as it is stored; null before the database was opened. */
  readonly keyring: string | null;
}

/** The same vault in another thread. */
export function openHandedVault({ key, olderKeys, keyring }: HandedKeys): Vault {
  const vault = openVault(key, olderKeys);
  if (keyring !== null) vault.takeKeyring(keyring);
  return vault;
}

/** Said as the cause where a value was sealed with a data key this process has not heard of yet. */
class UnknownDataKey extends Error {
  override readonly name = "UnknownDataKey";
}

/** Whether opening failed for want of a data key that another process made meanwhile: reading the keyring again helps. */
export function isUnknownDataKey(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.cause instanceof Error && thrown.cause.name === "UnknownDataKey";
}

interface OpenKeys {
  readonly current: number;
  readonly sealing: ReadonlyMap<number, Buffer>;
  /** Newest first. */
  readonly searching: readonly [Buffer, ...Buffer[]];
  readonly secret: Buffer;
  readonly fingerprinting: Buffer;
}

function openKeys({ keys, secret }: Keyring): OpenKeys {
  const last = keys[keys.length - 1] as DataKey;
  const inUse = [...keys].reverse().filter((one) => one !== last && !one.retired);
  return {
    current: last.id,
    sealing: new Map(keys.map(({ id, key }) => [id, deriveFrom(key, "seal")])),
    searching: [deriveFrom(last.key, "search"), ...inUse.map(({ key }) => deriveFrom(key, "search"))],
    secret,
    fingerprinting: deriveFrom(secret, "fingerprint"),
  };
}

const toPrefix = (id: number): Buffer =>
  id === FIRST_DATA_KEY ? Buffer.from([FIRST_FORMAT]) : Buffer.from([FORMAT, id >> 8, id & 0xff]);

/** Which data key a value names, and where its own bytes begin. */
function readPrefix(sealed: Buffer): { readonly id: number; readonly start: number } {
  if (sealed[0] === FIRST_FORMAT) return { id: FIRST_DATA_KEY, start: 1 };
  if (sealed[0] === FORMAT && sealed.length > 3) return { id: sealed.readUInt16BE(1), start: 3 };
  throw new Error("unknown format");
}

/**
 * A vault over the environment's 32-byte key and the older ones it replaced: AES-256-GCM with a random IV per value;
 * separate keys derived for sealing, searching and fingerprints. Until it is given a database's keyring it seals with
 * the environment's key itself.
 * @see docs/decisions/0007-data-keys-under-one-key.md
 */
export function openVault(key: Uint8Array, olderKeys: readonly Uint8Array[] = []): Vault {
  const current = Buffer.from(key);
  const environmentKeys = [current, ...olderKeys.map((older) => Buffer.from(older))];
  let keys = openKeys({ keys: [{ id: FIRST_DATA_KEY, key: current, retired: false }], secret: current });
  const nextIv = ivSource();
  let underCurrentKey = true;
  let taken: string | null = null;
  const hmac = (hmacKey: Buffer, text: string) => createHmac("sha256", hmacKey).update(text);
  const token = (searchKey: Buffer, text: string): string =>
    hmac(searchKey, text).digest().subarray(0, SEARCH_TOKEN_BYTES).toString("base64url");

  return {
    seal(value, place) {
      const iv = nextIv();
      const cipher = createCipheriv("aes-256-gcm", keys.sealing.get(keys.current) as Buffer, iv);
      cipher.setAAD(Buffer.from(place));
      const text = JSON.stringify(value);
      const body = cipher.update(deflateRawSync(text, text.length < SHORT ? SHORT_DEFLATE : {}));
      // Counter mode: nothing is held back for the end.
      cipher.final();
      return Buffer.concat([toPrefix(keys.current), iv, cipher.getAuthTag(), body]);
    },
    open(sealed, place) {
      try {
        const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
        const { id, start } = readPrefix(bytes);
        const sealingKey = keys.sealing.get(id);
        if (sealingKey === undefined) throw new UnknownDataKey(`data key ${id}`);
        const [tagAt, bodyAt] = [start + IV_BYTES, start + IV_BYTES + TAG_BYTES];
        const decipher = createDecipheriv("aes-256-gcm", sealingKey, bytes.subarray(start, tagAt), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(place));
        decipher.setAuthTag(bytes.subarray(tagAt, bodyAt));
        const plain = Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]);
        return JSON.parse(inflateRawSync(plain).toString("utf8")) as unknown;
      } catch (cause) {
        throw new Fault(
          "not-ready",
          "Stored data could not be decrypted: the key is another one, or the data was altered.",
          { cause },
        );
      }
    },
    fingerprint: (text) => hmac(keys.fingerprinting, text).digest("hex"),
    deriveKey: (purpose) => deriveFrom(keys.secret, purpose),
    searchToken: (text) => token(keys.searching[0], text),
    searchTokens: (text) => keys.searching.map((searchKey) => token(searchKey, text)),
    sealedPrefix: () => toPrefix(keys.current),
    takeKeyring: (stored) => {
      keys = openKeys(unwrapKeyring(stored, environmentKeys));
      underCurrentKey = wrappedBy(stored) === nameOfKey(current);
      taken = stored;
    },
    readKeyring: (stored) => unwrapKeyring(stored, environmentKeys),
    storeKeyring: (keyring) => wrapKeyring(keyring, current),
    isUnderCurrentKey: () => underCurrentKey,
    handOver: () => ({ key: current, olderKeys: environmentKeys.slice(1), keyring: taken }),
    findFirstKey: (keyCheck) =>
      environmentKeys.find(
        (candidate) => hmac(deriveFrom(candidate, "fingerprint"), "wardlight key check").digest("hex") === keyCheck,
      ) ?? null,
  };
}
