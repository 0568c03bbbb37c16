import { randomBytes, randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { isSecureAddress } from "@/lib/core/connections/secure-address";
import { toTestBody } from "@/lib/core/delivery/alert-message";
import { deliveryWords } from "@/lib/core/delivery/delivery-outcome";
import { SECRET_BYTES, toWebhookSecret } from "@/lib/core/delivery/webhook-signature";
import { Fault } from "@/lib/core/fault";
import { alertWebhooks } from "@/lib/io/database/alert-schema";
import type { Transaction } from "@/lib/io/database/database";
import { sendWebhook, type WebhookRules } from "@/lib/io/delivery/send-webhook";
import { connectionName } from "@/lib/services/connections";
import type { House } from "@/lib/services/house";
import { longVerb } from "@/lib/services/long-verb";
import { placeOf } from "@/lib/services/sealed-columns";
import { verb } from "@/lib/services/verb";

/** Where a webhook goes and what it is signed with; null where there is none in use. */
export async function findWebhook(
  { vault }: Pick<House, "vault">,
  tx: Transaction,
  id: string,
): Promise<{ readonly url: string; readonly secret: string } | null> {
  const [hook] = await tx
    .select()
    .from(alertWebhooks)
    .where(and(eq(alertWebhooks.id, id), isNull(alertWebhooks.disabledAt)));
  if (hook === undefined) return null;
  return { url: hook.url, secret: z.string().parse(vault.open(hook.secret, placeOf(alertWebhooks.secret, id))) };
}

const url = z
  .url({ protocol: /^https?$/ })
  .max(1_000)
  .refine(isSecureAddress, "must be an https address, without a name and password in it");

/** Tells a program outside of alerts from now on, where a rule says so. Its secret is made here and told once. */
export const addAlertWebhook = verb({
  name: "manage-alert-webhooks",
  input: z.object({ name: connectionName, url }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ house, tx, now }, wanted) => {
    const id = randomUUID();
    const secret = toWebhookSecret(randomBytes(SECRET_BYTES));
    const sealed = house.vault.seal(secret, placeOf(alertWebhooks.secret, id));
    await tx.insert(alertWebhooks).values({ id, ...wanted, secret: sealed, createdAt: now });
    return { output: { id, secret }, audit: { target: { webhookId: id }, detail: { did: "add" } } };
  },
});

const known = z.object({ webhookId: z.uuid() });
const aboutIt = ({ webhookId }: z.output<typeof known>) => ({ webhookId });
const isGone = () => new Fault("not-found", "This webhook is not in use any more.");

/** Tells it nothing more; what waits for it is not sent. */
export const disableAlertWebhook = verb({
  name: "manage-alert-webhooks",
  input: known,
  about: aboutIt,
  wards: async () => [],
  run: async ({ tx, now }, { webhookId }) => {
    const gone = await tx
      .update(alertWebhooks)
      .set({ disabledAt: now })
      .where(and(eq(alertWebhooks.id, webhookId), isNull(alertWebhooks.disabledAt)))
      .returning({ id: alertWebhooks.id });
    if (gone.length === 0) throw isGone();
    return { output: { webhookId }, audit: { target: { webhookId }, detail: { did: "disable" } } };
  },
});

const isRules = (given: unknown): boolean => Array.isArray((given as Partial<WebhookRules> | null)?.hosts);

/** Sends it a signed message of type "wardlight.test", once. A Fault says why it was not taken. */
export const testAlertWebhook = longVerb({
  name: "manage-alert-webhooks",
  input: known.extend({ rules: z.custom<WebhookRules>(isRules, "are no rules") }),
  about: aboutIt,
  work: async (house, { webhookId, rules }) => {
    const webhook = await house.database.transaction((tx) => findWebhook(house, tx, webhookId));
    if (webhook === null) throw isGone();
    const now = house.clock.now();
    const outcome = await sendWebhook({ id: randomUUID(), ...webhook, body: toTestBody(now) }, rules, now);
    if (!outcome.isTaken) throw new Fault("not-ready", deliveryWords(outcome.code) ?? "It was not taken.");
    return { output: { webhookId }, audit: { target: { webhookId }, detail: { did: "test" } } };
  },
});
