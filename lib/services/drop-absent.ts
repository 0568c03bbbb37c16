import { and, eq, inArray } from "drizzle-orm";
import { FEED_TYPES, isReadByFeed } from "@/lib/core/feed/feed-queries";
import { resources } from "@/lib/io/database/schema";
import { openResource, toStoredResource } from "@/lib/io/stored-resource";
import type { SentRecord } from "@/lib/services/store-resources";
import type { Scope } from "@/lib/services/verb";

/**
 * Takes out of the cache what a reading of everything no longer found: deleted at the source, or no longer the patient's.
 * Only what such a reading would have held; what came another way stays. Gives how many.
 */
export async function dropAbsent({ tx, house }: Scope, records: readonly SentRecord[]): Promise<number> {
  const { patientId, type, id } = resources;
  const sent = new Set(
    records.flatMap((record) =>
      record.entries.map((entry) => {
        const stored = toStoredResource(house.vault, record.patientId, entry);
        return `${record.patientId} ${stored.type}/${stored.id}`;
      }),
    ),
  );
  const isTheirs = inArray(
    patientId,
    records.map((record) => record.patientId),
  );
  const known = await tx
    .select({ patientId, type, id })
    .from(resources)
    .where(and(isTheirs, inArray(type, [...FEED_TYPES])));
  const absent = known.filter((row) => !sent.has(`${row.patientId} ${row.type}/${row.id}`));
  let dropped = 0;
  for (const row of absent) {
    const isIt = and(eq(patientId, row.patientId), eq(type, row.type), eq(id, row.id));
    const [found] = await tx.select().from(resources).where(isIt);
    if (found === undefined || !isReadByFeed(openResource(house.vault, found).resource)) continue;
    await tx.delete(resources).where(isIt);
    dropped++;
  }
  return dropped;
}
