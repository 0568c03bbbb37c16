import { Fault } from "@/lib/core/fault";
import type { MailSettings } from "@/lib/io/delivery/mailer";
import { isNetwork } from "@/lib/io/delivery/networks";
import type { WebhookRules } from "@/lib/io/delivery/send-webhook";

export interface DeliverySettings {
  /** null: no e-mail is sent. */
  readonly mail: MailSettings | null;
  readonly webhooks: WebhookRules;
}

type Name = "SMTP_URL" | "SMTP_FROM" | "SMTP_TLS" | "WARDLIGHT_WEBHOOK_HOSTS" | "WARDLIGHT_WEBHOOK_NETWORKS";
type Given = { readonly [name in Name]?: string | undefined };

const wrong = (name: string, what: string): Fault => new Fault("misconfigured", `${name}: ${what}.`);

const parts = (list: string | undefined): string[] =>
  (list ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** One address, alone or as "Name <address>". */
const SENDER = /^([^<>@,;]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/;

/** A name or password as it was meant. */
function plain(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    throw wrong("SMTP_URL", "has a % in the name or password that must be written as %25");
  }
}

function mailSettings({ SMTP_URL: written, SMTP_FROM: from, SMTP_TLS }: Given): MailSettings | null {
  if (written === undefined || from === undefined) return null;
  const url = URL.canParse(written) ? new URL(written) : null;
  const isPlain = url !== null && ["", "/"].includes(url.pathname) && url.search === "" && url.hash === "";
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === "" || !isPlain)
    throw wrong("SMTP_URL", "must be smtp://HOST:PORT or smtps://HOST:PORT, with user:password@ where it signs in");
  if (!SENDER.test(from)) throw wrong("SMTP_FROM", 'must be one address, or "Name <address>"');
  const isImplicit = url.protocol === "smtps:";
  if (isImplicit && SMTP_TLS === "off") throw wrong("SMTP_TLS", "is off, but SMTP_URL is smtps://");
  if (url.username !== "" && SMTP_TLS === "off") throw wrong("SMTP_TLS", "is off, and the password could be read");
  const signIn = { user: plain(url.username), password: plain(url.password) };
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (isImplicit ? 465 : 587),
    tls: isImplicit ? "implicit" : SMTP_TLS === "off" ? "none" : "starttls",
    signIn: url.username === "" ? null : signIn,
    from,
  };
}

/** The environment's variables about delivery; throws a Fault naming the one that is not right, without its value. */
export function deliverySettings(given: Given): DeliverySettings {
  const hosts = parts(given.WARDLIGHT_WEBHOOK_HOSTS).map((host) => host.toLowerCase());
  const isHost = (host: string): boolean => URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host;
  if (!hosts.every(isHost))
    throw wrong("WARDLIGHT_WEBHOOK_HOSTS", "must be hosts such as hooks.example or pager.example:8443");
  const networks = parts(given.WARDLIGHT_WEBHOOK_NETWORKS);
  if (!networks.every(isNetwork)) throw wrong("WARDLIGHT_WEBHOOK_NETWORKS", "must be networks such as 10.20.0.0/16");
  return { mail: mailSettings(given), webhooks: { hosts, networks } };
}
