import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { Fault } from "@/lib/core/fault";

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals what identifies a patient before it is stored, and makes keyed fingerprints for comparing without reading. */
export interface Vault {
  /** Compresses and encrypts a JSON value. `place` (e.g. "patients/123") is bound in: moved elsewhere, it will not open. */
  seal(value: unknown, place: string): Buffer;
  /** Opens what `seal` made for the same place; throws a Fault when the key or the place is another, or it was altered. */
  open(sealed: Uint8Array, place: string): unknown;
  /** A keyed fingerprint (hex) of a text: equal texts compare equal, and nobody without the key can guess back. */
  fingerprint(text: string): string;
}

/** A vault over a 32-byte key: AES-256-GCM with a random IV per value; separate keys derived for sealing and fingerprints. */
export function openVault(key: Uint8Array): Vault {
  const sealingKey = Buffer.from(hkdfSync("sha256", key, "", "wardlight/seal", 32));
  const fingerprintKey = Buffer.from(hkdfSync("sha256", key, "", "wardlight/fingerprint", 32));
  return {
    seal(value, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealingKey, iv);
      cipher.setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(deflateRawSync(JSON.stringify(value))), cipher.final()]);
      return Buffer.concat([Buffer.from([FORMAT]), iv, cipher.getAuthTag(), body]);
    },
    open(sealed, place) {
      try {
        if (sealed[0] !== FORMAT) throw new Error("unknown format");
        const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
        const decipher = createDecipheriv("aes-256-gcm", sealingKey, bytes.subarray(1, 1 + IV_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(place));
        decipher.setAuthTag(bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES));
        const plain = Buffer.concat([decipher.update(bytes.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()]);
        return JSON.parse(inflateRawSync(plain).toString("utf8")) as unknown;
      } catch (cause) {
        throw new Fault(
          "not-ready",
          "Stored data could not be decrypted: the key is another one, or the data was altered.",
          {
            cause,
          },
        );
      }
    },
    fingerprint: (value) => createHmac("sha256", fingerprintKey).update(value).digest("hex"),
  };
}
