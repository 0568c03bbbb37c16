import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { hashClientSecret, secretOf } from "@/lib/io/client-secret";
import { connections } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { users } from "@/lib/io/database/schema";
import type { House } from "@/lib/services/house";
import { findSetting, keepSetting } from "@/lib/services/site-setting";
import { verb } from "@/lib/services/verb";

const NAME = "notifications";
const ACCOUNT = "Notifications of the FHIR server";

const stored = z.object({ isOn: z.boolean(), connectionId: z.uuid() });

/** Whether the FHIR server is asked to tell of changes, and as which program it comes then. */
export const findNotifications = (tx: Transaction): Promise<z.output<typeof stored> | null> =>
  findSetting(tx, NAME, stored);

/**
 * What the FHIR server proves itself with. Made from the database's own key, so that subscriptions can be renewed without
 * the secret being kept.
 */
export const notifierSecret = ({ vault }: Pick<House, "vault">, connectionId: string): string =>
  secretOf(connectionId, vault.deriveKey(`notifier ${connectionId}`));

/** Asks the FHIR server to tell of changes from now on, or not any more. Each time it is switched on the secret is new. */
export const setNotifications = verb({
  name: "set-notifications",
  input: z.object({ isOn: z.boolean() }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, now, house }, { isOn }) => {
    const before = await findNotifications(tx);
    const audit = { target: {}, detail: { isOn } };
    if (before?.isOn === isOn || (before === null && !isOn)) return { output: { isOn }, audit };
    if (before !== null)
      await tx
        .update(connections)
        .set({ disabledAt: now, secretHash: null })
        .where(and(eq(connections.id, before.connectionId), isNull(connections.disabledAt)));
    const id = isOn ? randomUUID() : (before?.connectionId ?? "");
    if (isOn) {
      const userId = randomUUID();
      const account = { id: userId, email: `${id}@program.invalid`, name: ACCOUNT, role: "client" as const };
      await tx.insert(users).values({ ...account, createdAt: now });
      const secretHash = hashClientSecret(notifierSecret(house, id));
      const row = { id, kind: "notifier" as const, name: ACCOUNT, settings: {}, secretHash, userId, createdAt: now };
      await tx.insert(connections).values(row);
    }
    await keepSetting(tx, NAME, { isOn, connectionId: id });
    return { output: { isOn }, audit };
  },
});
