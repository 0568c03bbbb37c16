import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Fault, isFault } from "@/lib/core/fault";
import { type DirectoryLock, lockDirectory } from "@/lib/io/data-directory-lock";
import { listUnfinishedIds } from "@/lib/services/bulk-jobs";
import type { House } from "@/lib/services/house";

const NAME = "bulk";

const placeOfAll = (house: Pick<House, "dataDirectory">): string => join(house.dataDirectory, NAME);

/** Where one import puts by what does not fit in memory, sealed. */
export const folderOf = (house: Pick<House, "dataDirectory">, jobId: string): string => join(placeOfAll(house), jobId);

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
