import type { AlertKind } from "@/lib/core/alerts/alert-rule";

/** What may be said outside of an alert: the rule's words and the ward, never who it is about or any score. */
export interface AlertMessage {
  readonly alertId: string;
  readonly step: "told" | "escalated";
  readonly ruleId: string;
  readonly ruleName: string;
  readonly kind: AlertKind;
  readonly wardId: string;
  readonly wardName: string;
  readonly raisedAt: Date;
  /** When it was to be told: the same for every try. */
  readonly at: Date;
  /** Where it is seen, after signing in. */
  readonly link: string;
}

/** Header lines hold one line. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The e-mail's subject and plain text. `timeZone` is the hospital's. */
export function toAlertMail(
  message: AlertMessage,
  timeZone: string,
): { readonly subject: string; readonly text: string } {
  const { step, ruleName, wardName, raisedAt, link } = message;
  const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone }).format(raisedAt);
  const lines = [
    `${wardName}: a patient meets the rule “${ruleName}”, since ${when} (${timeZone}).`,
    ...(step === "escalated" ? ["Nobody has taken it so far."] : []),
    "",
    "Who it is, and why, is shown after signing in:",
    link,
    "",
    "This is a pointer to a patient worth a thought, from a rule somebody wrote for this ward. It can be wrong.",
  ];
  const subject = oneLine(`${wardName}: ${ruleName}`);
  return { subject: step === "escalated" ? `Not taken yet – ${subject}` : subject, text: `${lines.join("\n")}\n` };
}

/**
 * The webhook's body, the same bytes for every try. `type` and `timestamp` as the standard asks for.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function toAlertBody({
  alertId,
  step,
  ruleId,
  ruleName,
  kind,
  wardId,
  wardName,
  ...rest
}: AlertMessage): string {
  return JSON.stringify({
    type: `alert.${step}`,
    timestamp: rest.at.toISOString(),
    data: {
      alertId,
      rule: { id: ruleId, name: ruleName, kind },
      ward: { id: wardId, name: wardName },
      raisedAt: rest.raisedAt.toISOString(),
      link: rest.link,
    },
  });
}

/** What a receiver is sent so that somebody can see that it arrives. */
export const toTestBody = (at: Date): string =>
  JSON.stringify({ type: "wardlight.test", timestamp: at.toISOString(), data: {} });
