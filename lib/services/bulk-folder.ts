import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fault, isFault } from "@/lib/core/fault";
import { type DirectoryLock, lockDirectory } from "@/lib/io/data-directory-lock";
import { listUnfinishedIds } from "@/lib/services/bulk-jobs";
import type { House } from "@/lib/services/house";

const NAME = "bulk";

const placeOfAll = (house: Pick<House, "dataDirectory">): string => join(house.dataDirectory, NAME);

/** Where one import puts by what does not fit in memory, sealed. */
export const folderOf = (house: Pick<House, "dataDirectory">, jobId: string): string => join(placeOfAll(house), jobId);

/**
 * Which data directory this is, for jobs in a database that several may share: what an import fetched lies in one of
 * them. Made once; asked for by whoever holds the bulk folder's lock.
 */
export function directoryId(house: Pick<House, "dataDirectory">): string {
  const file = join(house.dataDirectory, "bulk.id");
  if (!existsSync(file)) writeFileSync(file, randomUUID(), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** One bulk import at a time in a data directory. Throws a Fault "busy" where one is under way. */
export function takeBulkFolder(house: Pick<House, "dataDirectory">): DirectoryLock {
  try {
    return lockDirectory(placeOfAll(house));
  } catch (error) {
    if (!isFault(error) || error.code !== "busy") throw error;
    throw new Fault("busy", "Another bulk import is under way here. Wait until it has ended.", { cause: error });
  }
}

/** Removes what imports that are over, or were killed, left behind; of unfinished ones what was fetched stays. */
export async function sweepBulkFolder(house: Pick<House, "dataDirectory" | "database">): Promise<void> {
  const all = placeOfAll(house);
  if (!existsSync(all)) return;
  const unfinished = await listUnfinishedIds(house);
  for (const entry of readdirSync(all, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.endsWith(".takeover")) continue;
    // Sorted records were sealed with a key that died with its process.
    const left = unfinished.has(entry.name) ? join(all, entry.name, "sorted") : join(all, entry.name);
    rmSync(left, { recursive: true, force: true });
  }
}

/** The same when a server starts; an import under way in another process is left alone. */
export async function sweepAtStart(house: House): Promise<void> {
  if (!existsSync(placeOfAll(house))) return;
  let lock: DirectoryLock;
  try {
    lock = takeBulkFolder(house);
  } catch {
    return;
  }
  try {
    await sweepBulkFolder(house);
  } finally {
    lock.release();
  }
}
