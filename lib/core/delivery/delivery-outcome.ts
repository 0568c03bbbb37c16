import { retryAfterMs } from "@/lib/core/feed/retry-after";

/** How sending something to a receiver outside went: what is kept of a failure, and said of it. */
const FAILURES = {
  "not-listed": "The address is not among those webhooks may be sent to (WARDLIGHT_WEBHOOK_HOSTS).",
  "closed-network": "The address leads into a network webhooks may not be sent to (WARDLIGHT_WEBHOOK_NETWORKS).",
  untrusted: "The receiver's certificate is not trusted here, or it offers no encryption.",
  "not-let-in": "The receiver does not let Wardlight in. Check the name and password, or the secret it was told.",
  redirected: "The receiver points to another address. Wardlight does not follow; give the address itself.",
  gone: "The receiver says that it is gone for good.",
  "refused-recipient": "The mail server does not take mail for this address.",
  "not-taken": "The receiver does not take this.",
  "receiver-busy": "The receiver has had too many requests.",
  unreachable: "The receiver does not answer.",
  "receiver-failed": "The receiver could not take this.",
  "not-set-up": "Wardlight has no mail server to send with (SMTP_URL).",
} as const;

export type DeliveryFailure = keyof typeof FAILURES;

/** A failure in a sentence; null for a code that is none of these. */
export const deliveryWords = (code: string): string | null =>
  code in FAILURES ? FAILURES[code as DeliveryFailure] : null;

/** Trying the same again would end the same until somebody changes something here. */
const HOPELESS: readonly DeliveryFailure[] = [
  "not-listed",
  "closed-network",
  "gone",
  "refused-recipient",
  "not-set-up",
];

export const isHopelessDelivery = (code: DeliveryFailure): boolean => HOPELESS.includes(code);

export type DeliveryOutcome =
  | { readonly isTaken: true }
  | {
      readonly isTaken: false;
      readonly code: DeliveryFailure;
      /** How long the receiver asked to be left alone, in milliseconds; null where it did not say. */
      readonly waitMs: number | null;
    };

export const TAKEN: DeliveryOutcome = { isTaken: true };
export const failed = (code: DeliveryFailure, waitMs: number | null = null): DeliveryOutcome => ({
  isTaken: false,
  code,
  waitMs,
});

/**
 * What a receiver's answer to a webhook means; `retryAfter` is that header. Only 2xx is taken, and 410 is for good.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function judgeAnswer(status: number, retryAfter: string | null, nowMs: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return TAKEN;
  const waitMs = retryAfterMs(retryAfter, nowMs);
  if (status === 410) return failed("gone");
  if (status === 429) return failed("receiver-busy", waitMs);
  if (status === 401 || status === 403) return failed("not-let-in");
  if (status >= 500) return failed("receiver-failed", waitMs);
  return failed(status >= 300 && status < 400 ? "redirected" : "not-taken");
}

/** Whether an error of Node's says that the other side's certificate is not to be trusted. */
export const isUntrusted = (code: string): boolean => /^(CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS)/.test(code);
