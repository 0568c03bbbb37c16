/** A program outside that is told of alerts; its secret is told once, when it is made. Times are ISO-8601. */
export interface AlertWebhookView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly createdAt: string;
  readonly disabledAt: string | null;
}

/** Word of an alert that is to go, or went, outside; nothing of whom it is about. */
export interface DeliveryView {
  readonly id: string;
  readonly channel: "email" | "webhook";
  readonly step: "told" | "escalated";
  readonly state: "waiting" | "sent" | "given-up" | "not-needed";
  readonly ruleName: string;
  readonly wardName: string;
  /** The person's or the webhook's name. */
  readonly recipient: string;
  readonly createdAt: string;
  readonly settledAt: string | null;
  /** Why the last try failed: one of our own codes. */
  readonly errorCode: string | null;
  /** Tries so far, and when the next is; only of what waits. */
  readonly attempts: number;
  readonly nextAt: string | null;
  /** The work that was put aside, to be tried again; null where it was not. */
  readonly taskId: string | null;
}

/** How alerts leave. */
export interface DeliveriesView {
  readonly webhooks: readonly AlertWebhookView[];
  /** What did not arrive first, then the newest. */
  readonly deliveries: readonly DeliveryView[];
  /** Over the last 30 days. */
  readonly counts: Readonly<Record<DeliveryView["state"], number>>;
  readonly asOf: string;
  readonly timeZone: string;
}

/** What is set up outside the database, without what is secret. */
export interface DeliveryFacts {
  /** Host of the mail server; null: no mail is sent. */
  readonly mailHost: string | null;
  readonly from: string | null;
  readonly webhookHosts: readonly string[];
}
