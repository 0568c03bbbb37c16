import { eq } from "drizzle-orm";
import { Fault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { instance } from "@/lib/io/database/schema";
import { adoptKey, type Keyring, makeKeyring } from "@/lib/io/keyring";
import type { Vault } from "@/lib/io/vault";

const KEYRING = "keyring";
/** What databases were marked with before there were keyrings. */
const KEY_CHECK = "key-check";

async function read(tx: Transaction, name: string): Promise<string | null> {
  const [row] = await tx.select().from(instance).where(eq(instance.name, name));
  return row?.value ?? null;
}

/** The keyring as it is stored, held until the end of the transaction, so that two rotations take turns. */
export async function lockKeyring(tx: Transaction): Promise<string> {
  const [row] = await tx.select().from(instance).where(eq(instance.name, KEYRING)).for("update");
  if (row === undefined) throw new Fault("not-ready", "This database has no keyring yet.");
  return row.value;
}

export async function saveKeyring(tx: Transaction, vault: Vault, keyring: Keyring): Promise<string> {
  const value = vault.storeKeyring(keyring);
  await tx.update(instance).set({ value }).where(eq(instance.name, KEYRING));
  return value;
}

/** Takes up the keyring as the database has it now. */
export async function refreshKeyring(tx: Transaction, vault: Vault): Promise<void> {
  const stored = await read(tx, KEYRING);
  if (stored !== null) vault.takeKeyring(stored);
}

/**
 * Makes the keyring where there is none, and takes it up. A Fault where the database was written under another key
 * than the environment's.
 */
export async function openKeyring(tx: Transaction, vault: Vault): Promise<void> {
  if ((await read(tx, KEYRING)) === null) {
    const mark = await read(tx, KEY_CHECK);
    const first = mark === null ? null : vault.findFirstKey(mark);
    if (mark !== null && first === null)
      throw new Fault("misconfigured", "WARDLIGHT_ENCRYPTION_KEY is not the key this database was written with.");
    const value = vault.storeKeyring(first === null ? makeKeyring() : adoptKey(first));
    await tx.insert(instance).values({ name: KEYRING, value }).onConflictDoNothing();
  }
  await refreshKeyring(tx, vault);
}
