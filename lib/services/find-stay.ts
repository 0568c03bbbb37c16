import { and, inArray, isNull } from "drizzle-orm";
import { Fault } from "@/lib/core/fault";
import { stays } from "@/lib/io/database/schema";
import type { Scope } from "@/lib/services/verb";

/** A stay without a ward is on nobody's ward: an empty name is no ward anyone was given. */
const NO_WARD = "";

/** The wards of several stays, for the ward check; a Fault where nobody has heard of one of them. */
export async function findWardsOfStays({ tx }: Scope, stayIds: readonly string[]): Promise<string[]> {
  const ids = [...new Set(stayIds)];
  const found = await tx
    .select({ wardId: stays.wardId })
    .from(stays)
    .where(and(inArray(stays.id, ids), isNull(stays.goneAt)));
  if (found.length < ids.length)
    throw new Fault("not-found", ids.length === 1 ? "There is no such stay." : "One of these stays is not there.");
  return [...new Set(found.map(({ wardId }) => wardId ?? NO_WARD))];
}

/** The ward a stay is on, for the ward check; a stay nobody has heard of is a Fault. */
export async function findWardsOfStay(scope: Scope, stayId: string): Promise<string[]> {
  return findWardsOfStays(scope, [stayId]);
}

/**
 * Holds stays' rows until the end of the transaction, so that a new prediction and what is said about the old one
 * cannot cross. Gives each stay's newest prediction; null where it has none.
 */
export async function lockStays({ tx }: Scope, stayIds: readonly string[]): Promise<Map<string, string | null>> {
  const found = await tx
    .select({ id: stays.id, predictionId: stays.predictionId })
    .from(stays)
    .where(inArray(stays.id, [...new Set(stayIds)]))
    // In one order for everybody, so that two batches never wait for each other.
    .orderBy(stays.id)
    .for("update");
  return new Map(found.map(({ id, predictionId }) => [id, predictionId]));
}

/** The same for one stay. */
export async function lockStay(scope: Scope, stayId: string): Promise<string | null> {
  return (await lockStays(scope, [stayId])).get(stayId) ?? null;
}
