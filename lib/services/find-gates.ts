import { and, desc, eq, getTableColumns } from "drizzle-orm";
import type { GateReport } from "@/lib/core/gates/gate-report";
import type { GateSummary } from "@/lib/core/gates/gates-view";
import type { Transaction } from "@/lib/io/database/database";
import { modelGates } from "@/lib/io/database/gate-schema";
import { users } from "@/lib/io/database/schema";

const { report: _report, task: _task, ...summarised } = getTableColumns(modelGates);

/** Every time a version was held against the champion, newest first. */
export async function findGates(tx: Transaction, task: string, version: string): Promise<GateSummary[]> {
  const rows = await tx
    .select(summarised)
    .from(modelGates)
    .where(and(eq(modelGates.task, task), eq(modelGates.modelVersion, version)))
    .orderBy(desc(modelGates.at), desc(modelGates.id));
  const people = await tx.select({ id: users.id, name: users.name }).from(users);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ byUser, at, ...row }) => ({ ...row, at: at.toISOString(), byName: names.get(byUser) ?? byUser }));
}

/** One report; null where there is none of that id. */
export async function findGateReport(tx: Transaction, id: string): Promise<GateReport | null> {
  const [row] = await tx.select({ report: modelGates.report }).from(modelGates).where(eq(modelGates.id, id));
  return row?.report ?? null;
}
