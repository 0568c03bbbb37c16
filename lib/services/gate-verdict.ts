import { and, desc, eq } from "drizzle-orm";
import type { GateState } from "@/lib/core/gates/gate-report";
import type { Transaction } from "@/lib/io/database/database";
import { modelGates } from "@/lib/io/database/gate-schema";

interface Compared {
  readonly task: string;
  readonly modelVersion: string;
  readonly championVersion: string;
}

/** What the newest gate report of a version against the present champion says; "none" where there is none. */
export async function findGateVerdict(
  tx: Transaction,
  { task, modelVersion, championVersion }: Compared,
): Promise<GateState | "none"> {
  const { at, id, verdict } = modelGates;
  const [newest] = await tx
    .select({ verdict })
    .from(modelGates)
    .where(
      and(
        eq(modelGates.task, task),
        eq(modelGates.modelVersion, modelVersion),
        eq(modelGates.championVersion, championVersion),
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(1);
  return newest?.verdict ?? "none";
}
