import type { Transaction } from "@/lib/io/database/database";

interface Compared {
  readonly task: string;
  readonly modelVersion: string;
  readonly championVersion: string;
}

/** What the newest gate report of a version against the present champion says; "none" where there is none. */
export async function findGateVerdict(
  _tx: Transaction,
  _compared: Compared,
): Promise<"passes" | "fails" | "lacks-data" | "none"> {
  return "none";
}
