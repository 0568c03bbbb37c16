import { refreshKeyring } from "@/lib/io/database/keyring-store";
import { isUnknownDataKey } from "@/lib/io/vault";
import type { House } from "@/lib/services/house";

/** How often every process looks whether another one has made a new data key. */
export const KEYRING_REFRESH_MS = 15_000;

/** Reads the database's keyring again. */
export async function refreshDataKeys({ database, vault }: Pick<House, "database" | "vault">): Promise<void> {
  await database.transaction((tx) => refreshKeyring(tx, vault));
}

/** Looks for new data keys now and then, so that nothing is sealed with a retired one; gives what ends it. */
export function keepDataKeysFresh(house: Pick<House, "database" | "vault" | "log">): () => void {
  const timer = setInterval(() => {
    refreshDataKeys(house).catch((error) => house.log.warn({ err: error }, "the keyring could not be read again"));
  }, KEYRING_REFRESH_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Runs `work`, which rolls back when it fails; once more where it met a value sealed with a key made meanwhile. */
export async function withFreshDataKeys<T>(
  house: Pick<House, "database" | "vault">,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!isUnknownDataKey(thrown)) throw thrown;
    await refreshDataKeys(house);
    return work();
  }
}
