import { createHmac, timingSafeEqual } from "node:crypto";

/** What a MAC is for: the same text never gets the same MAC for two purposes. */
export type MacPurpose = "row" | "chain" | "anchor";

/** Makes and checks the audit's message authentication codes. */
export interface AuditMacs {
  /** HMAC-SHA-256 under the current key, as "KEYID.HEX". */
  make(purpose: MacPurpose, text: string): string;
  /** Whether `mac` was made of `text` for this purpose, under any key that is known. */
  matches(purpose: MacPurpose, text: string, mac: string): boolean;
  /** Whether the key a MAC names is known; where it is not, nothing can be said about the MAC. */
  knows(mac: string): boolean;
}

/** Names a key without telling it: eight hex digits. */
function auditKeyId(key: Uint8Array): string {
  return createHmac("sha256", key).update("wardlight/audit/key-id").digest("hex").slice(0, 8);
}

/** MACs under 32-byte keys: the first is the current one, the others are former ones that only check. */
export function auditMacs([current, ...former]: readonly [Uint8Array, ...Uint8Array[]]): AuditMacs {
  const currentId = auditKeyId(current);
  const keys = new Map([...former, current].map((key) => [auditKeyId(key), key]));
  const digest = (key: Uint8Array, purpose: MacPurpose, text: string): string =>
    createHmac("sha256", key).update(`wardlight/audit/${purpose}/1\n${text}`).digest("hex");
  return {
    make: (purpose, text) => `${currentId}.${digest(current, purpose, text)}`,
    matches: (purpose, text, mac) => {
      const key = keys.get(mac.slice(0, 8));
      if (key === undefined || mac[8] !== ".") return false;
      const expected = Buffer.from(digest(key, purpose, text));
      const given = Buffer.from(mac.slice(9));
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    knows: (mac) => keys.has(mac.slice(0, 8)),
  };
}
