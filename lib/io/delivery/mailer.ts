import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import {
  type DeliveryFailure,
  type DeliveryOutcome,
  failed,
  isUntrusted,
  TAKEN,
} from "@/lib/core/delivery/delivery-outcome";

/** The hospital's mail server, and in whose name Wardlight writes. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** implicit: TLS from the first byte; starttls: nothing is said before TLS; none: in the clear, where that was asked for. */
  readonly tls: "implicit" | "starttls" | "none";
  readonly signIn: { readonly user: string; readonly password: string } | null;
  readonly from: string;
}

export interface Mail {
  /** The same for every try: of it the Message-ID is made, so that a mail system can tell that it had this already. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

const TIMEOUT_MS = 15_000;

interface SmtpError {
  readonly code?: string;
  /** Before nodemailer put its own code in its place. */
  readonly originalCode?: string;
  readonly permanent?: boolean;
}

/** What a mail that was not taken failed for; what the server said stays with it, as it may repeat an address. */
function failureOf({ code = "", originalCode = "", permanent = false }: SmtpError): DeliveryFailure {
  if (code === "EAUTH" || code === "ENOAUTH") return "not-let-in";
  if (code === "ETLS" || code === "EREQUIRETLS" || isUntrusted(originalCode)) return "untrusted";
  if (code === "EENVELOPE") return permanent ? "refused-recipient" : "receiver-busy";
  if (code === "EMESSAGE" || code === "EPROTOCOL") return permanent ? "not-taken" : "receiver-failed";
  return "unreachable";
}

/** Sends one mail, once: to the server, which takes it from there. `ca` is trusted instead of the machine's, in tests. */
export async function sendMail(settings: MailSettings, mail: Mail, ca?: string): Promise<DeliveryOutcome> {
  const { host, port, tls, signIn, from } = settings;
  const transport = createTransport({
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(signIn === null ? {} : { auth: { user: signIn.user, pass: signIn.password } }),
    tls: {
      minVersion: "TLSv1.2",
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca }),
    },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from,
      // As an object: an address is never read as a list of them.
      to: { name: "", address: mail.to },
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.id}@${from.split("@").at(-1)?.replace(/[>\s]/g, "")}>`,
      // Nothing that answers by itself is to answer this. @see https://www.rfc-editor.org/rfc/rfc3834#section-5
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return TAKEN;
  } catch (error) {
    return failed(failureOf(error as SmtpError));
  } finally {
    transport.close();
  }
}
