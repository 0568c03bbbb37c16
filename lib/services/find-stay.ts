import { and, eq, isNull } from "drizzle-orm";
import { Fault } from "@/lib/core/fault";
import { stays } from "@/lib/io/database/schema";
import type { Scope } from "@/lib/services/verb";

/** The ward a stay is on, for the ward check; a stay nobody has heard of is a Fault. */
export async function findWardsOfStay({ tx }: Scope, stayId: string): Promise<string[]> {
  const [stay] = await tx
    .select({ wardId: stays.wardId })
    .from(stays)
    .where(and(eq(stays.id, stayId), isNull(stays.goneAt)));
  if (stay === undefined) throw new Fault("not-found", "There is no such stay.");
  // A stay without a ward is on nobody's ward: an empty name is no ward anyone was given.
  return [stay.wardId ?? ""];
}
