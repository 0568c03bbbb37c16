import { createHmac } from "node:crypto";

const SECRET_PREFIX = "whsec_";
/** What the standard allows: 24 to 64 bytes. */
export const SECRET_BYTES = 32;

/** A webhook's secret as the receiver is told it, of random bytes. */
export const toWebhookSecret = (bytes: Buffer): string => SECRET_PREFIX + bytes.toString("base64");

/** What is signed: `body` is the bytes on the wire as text, `timestamp` is in seconds since 1970. */
export interface SignedContent {
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The three headers of a signed webhook. HMAC-SHA-256 over "id.timestamp.body", so that neither what was said, nor
 * when, nor under which id can be changed on the way, and an old message cannot pass for a new one.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(secret: string, { id, timestamp, body }: SignedContent): Readonly<Record<string, string>> {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1,${signature}` };
}
