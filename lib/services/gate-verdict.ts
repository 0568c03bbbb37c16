import type { Transaction } from "@/lib/io/database/database";
import { findGates } from "@/lib/services/find-gates";

interface Compared {
  readonly task: string;
  readonly modelVersion: string;
  readonly championVersion: string;
}

/** What the newest gate report of a version against the present champion says; "none" where there is none. */
export async function findGateVerdict(
  tx: Transaction,
  { task, modelVersion, championVersion }: Compared,
): Promise<"passes" | "fails" | "lacks-data" | "none"> {
  const gates = await findGates(tx, task, modelVersion);
  return gates.find((gate) => gate.championVersion === championVersion)?.verdict ?? "none";
}
