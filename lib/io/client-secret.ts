import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** `wl_`, the connection's id in hex, `_`, 256 random bits: it says whose it is, so one row is looked up and compared. */
const SHAPE = /^wl_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** A program's secret, made here for it to be told once: an API key, and the client secret of its client credentials. */
export function makeClientSecret(connectionId: string): string {
  return secretOf(connectionId, randomBytes(32));
}

/** A connection's secret over 32 bytes nobody can guess. */
export const secretOf = (connectionId: string, bytes: Buffer): string =>
  `wl_${connectionId.replaceAll("-", "")}_${bytes.toString("base64url")}`;

/** Which connection a secret says it belongs to; null where it has not the shape of one. Proves nothing. */
export function connectionOfSecret(secret: string): string | null {
  const parts = SHAPE.exec(secret);
  return parts === null ? null : parts.slice(1).join("-");
}

/** SHA-256, hex. Enough for 256 random bits; it would not be for anything a person chose. */
export function hashClientSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Compares in constant time; `stored` null (no such connection, or one without a secret) takes as long and is false. */
export function isClientSecret(secret: string, stored: string | null): boolean {
  const expected = Buffer.from(stored ?? "0".repeat(64), "hex");
  const actual = Buffer.from(hashClientSecret(secret), "hex");
  return expected.length === actual.length && timingSafeEqual(expected, actual) && stored !== null;
}
