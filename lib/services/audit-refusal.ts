import { appendAudit } from "@/lib/services/audit-log";
import type { House } from "@/lib/services/house";
import { countTry } from "@/lib/services/sign-in-tries";

/** Anybody can send nonsense; so much of it in a quarter of an hour is written down one by one. */
export const AUDITED_REFUSALS = 100;

interface RefusedProgram {
  readonly verb: Parameters<typeof appendAudit>[2]["verb"];
  /** Why, in our own words: nothing that was sent. */
  readonly code: string;
  /** Whose it said it was; null where it said nothing that could be one. */
  readonly claimed: string | null;
  /** The same where there is such a connection: each is counted apart, what is nobody's together. */
  readonly known: string | null;
}

/** Writes down that a program outside was not let in. */
export async function auditRefusal(
  house: Pick<House, "database" | "vault" | "clock" | "sealer" | "changeFeed">,
  { verb, code, claimed, known }: RefusedProgram,
): Promise<void> {
  const now = house.clock.now();
  await house.database.transaction(async (tx) => {
    const tries = await countTry(tx, house.vault.fingerprint(`refused program ${known ?? ""}`), now);
    if (tries > AUDITED_REFUSALS) return;
    await appendAudit(house, tx, {
      ...{ at: now.toISOString(), actorId: null, actorRole: null, verb, outcome: "refused", detail: { code } },
      target: claimed === null ? {} : { connectionId: claimed },
    });
  });
}
