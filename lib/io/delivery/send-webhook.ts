import { lookup as lookUp } from "node:dns";
import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import {
  type DeliveryFailure,
  type DeliveryOutcome,
  failed,
  isUntrusted,
  judgeAnswer,
} from "@/lib/core/delivery/delivery-outcome";
import { signWebhook } from "@/lib/core/delivery/webhook-signature";
import { isListedTarget } from "@/lib/core/delivery/webhook-target";
import { networkGuard } from "@/lib/io/delivery/networks";

/** Where webhooks may go. */
export interface WebhookRules {
  /** Hosts, with their port unless it is the usual one. */
  readonly hosts: readonly string[];
  /** Networks that are not the internet's and may be reached all the same, e.g. "10.20.0.0/16". */
  readonly networks: readonly string[];
}

export interface Webhook {
  /** The same for every try, so that a receiver can tell that it had this already. */
  readonly id: string;
  readonly url: string;
  /** As the receiver was told it. */
  readonly secret: string;
  /** JSON. */
  readonly body: string;
}

/** How patient a sending is, and whom it trusts; tests are less, and trust their own. */
export interface WebhookPatience {
  readonly timeoutMs?: number;
  /** Certificates trusted instead of the machine's. */
  readonly ca?: string;
}

/** For an answer, headers only: what it says is not read. A receiver that works on it answers first. */
const TIMEOUT_MS = 10_000;

class Refused extends Error {}

/** Looks a name up and gives only addresses that may be connected to, so that what is checked is what is used. */
function guardedLookup(mayReach: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) =>
    lookUp(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const allowed = found.filter(({ address }) => mayReach(address));
      const [first] = allowed;
      if (first === undefined) return done(new Refused(), []);
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });
}

/** Status and `Retry-After` of the answer. */
function post(url: URL, body: string, options: RequestOptions): Promise<readonly [number, string | null]> {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, method: "POST", agent: false }, (response) => {
      resolve([response.statusCode ?? 0, response.headers["retry-after"] ?? null]);
      // Whatever else it says is not wanted, however much it is.
      response.destroy();
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** What a sending that had no answer failed for. */
function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof Refused) return "closed-network";
  return isUntrusted((error as { code?: string }).code ?? "") ? "untrusted" : "unreachable";
}

/**
 * Sends one signed webhook, once. Redirects are not followed, and the address a name leads to is checked in the same
 * look-up that is connected to, so that a name cannot lead elsewhere in between.
 */
export async function sendWebhook(
  { id, url, secret, body }: Webhook,
  { hosts, networks }: WebhookRules,
  now: Date,
  { timeoutMs = TIMEOUT_MS, ca }: WebhookPatience = {},
): Promise<DeliveryOutcome> {
  if (!isListedTarget(url, hosts)) return failed("not-listed");
  const mayReach = networkGuard(networks);
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, "");
  // An address that is a number is not looked up.
  if (isIP(host) !== 0 && !mayReach(host)) return failed("closed-network");
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "user-agent": "Wardlight",
    ...signWebhook(secret, { id, timestamp: Math.floor(now.getTime() / 1000), body }),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  const trusted = ca === undefined ? {} : { ca };
  try {
    const [status, retryAfter] = await post(target, body, {
      headers,
      lookup: guardedLookup(mayReach),
      signal,
      ...trusted,
    });
    return judgeAnswer(status, retryAfter, now.getTime());
  } catch (error) {
    return failed(failureOf(error));
  }
}
