import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";

/** The data key that values of the first format were sealed with: the environment's key itself, before 0.2.0. */
export const FIRST_DATA_KEY = 0;
const NEWEST_ID = 0xffff;
const VERSION = "1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** One key that data is sealed with. */
export interface DataKey {
  /** 0–65535, told by what it sealed. */
  readonly id: number;
  readonly key: Buffer;
  /** Nothing sealed with it is left in the database; kept for what comes back from a backup. */
  readonly retired: boolean;
}

/** Every key a database's contents depend on. Stored in the database, wrapped by the environment's key. */
export interface Keyring {
  /** What is sealed now is sealed with the last one. Never empty. */
  readonly keys: readonly [...DataKey[], DataKey];
  /** Never changes: fingerprints and MACs are derived from it. */
  readonly secret: Buffer;
}

const bytes = z.base64().transform((text) => Buffer.from(text, "base64"));
const contents = z.object({
  keys: z
    .array(z.object({ id: z.number().int().min(0).max(NEWEST_ID), key: bytes, retired: z.boolean() }))
    .refine((keys): keys is [...typeof keys, (typeof keys)[number]] => keys.length > 0),
  secret: bytes,
});

export const deriveFrom = (key: Uint8Array, purpose: string, length = 32): Buffer =>
  Buffer.from(hkdfSync("sha256", key, "", `wardlight/${purpose}`, length));

/** A public name for an environment key: tells two apart and says nothing about either. */
export const nameOfKey = (key: Uint8Array): string => deriveFrom(key, "key-name", 8).toString("hex");

/** A keyring for an empty database. */
export function makeKeyring(): Keyring {
  return { keys: [{ id: 1, key: randomBytes(32), retired: false }], secret: randomBytes(32) };
}

/**
 * The keyring of a database that was written before there were keyrings, directly under the environment's key: that
 * key opens what is there and stays the root of its fingerprints; what is written from now on has a key of its own.
 */
export function adoptKey(key: Buffer): Keyring {
  return {
    keys: [
      { id: FIRST_DATA_KEY, key, retired: false },
      { id: 1, key: randomBytes(32), retired: false },
    ],
    secret: key,
  };
}

/** The same keyring with one more data key, which seals from now on. */
export function withNewDataKey(keyring: Keyring): Keyring {
  const id = Math.max(...keyring.keys.map((one) => one.id)) + 1;
  if (id > NEWEST_ID) throw new Fault("not-ready", "This database has had as many data keys as it can number.");
  return { ...keyring, keys: [...keyring.keys, { id, key: randomBytes(32), retired: false }] };
}

/** The same keyring with every data key but the last one marked as no longer in use. */
export function withEarlierRetired({ keys, secret }: Keyring): Keyring {
  const last = keys[keys.length - 1] as DataKey;
  return { keys: [...keys.slice(0, -1).map((one) => ({ ...one, retired: true })), last], secret };
}

/** Encrypts a keyring (AES-256-GCM) under an environment key: `1.NAME OF THAT KEY.BASE64`. */
export function wrapKeyring({ keys, secret }: Keyring, environmentKey: Buffer): string {
  const name = nameOfKey(environmentKey);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", deriveFrom(environmentKey, "wrap"), iv);
  cipher.setAAD(Buffer.from(`keyring/${VERSION}/${name}`));
  const plain = JSON.stringify({
    keys: keys.map(({ id, key, retired }) => ({ id, key: key.toString("base64"), retired })),
    secret: secret.toString("base64"),
  });
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [VERSION, name, Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64")].join(".");
}

/** Name of the environment key that a stored keyring is wrapped by. */
export const wrappedBy = (stored: string): string => stored.split(".")[1] ?? "";

/** Opens a stored keyring with whichever of the environment's keys wraps it; a Fault where none does. */
export function unwrapKeyring(stored: string, environmentKeys: readonly Buffer[]): Keyring {
  const [version, name, body] = stored.split(".");
  const environmentKey = environmentKeys.find((key) => nameOfKey(key) === name);
  if (environmentKey === undefined || version !== VERSION || body === undefined)
    throw new Fault("misconfigured", "WARDLIGHT_ENCRYPTION_KEY is not the key this database was written with.");
  try {
    const sealed = Buffer.from(body, "base64");
    const decipher = createDecipheriv("aes-256-gcm", deriveFrom(environmentKey, "wrap"), sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(`keyring/${version}/${name}`));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const plain = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return contents.parse(JSON.parse(plain.toString("utf8")));
  } catch (cause) {
    throw new Fault("not-ready", "The keyring of this database was altered and cannot be opened.", { cause });
  }
}
