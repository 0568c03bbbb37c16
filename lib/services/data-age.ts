import { eq, type SQL, sql } from "drizzle-orm";
import { connectionStates, tasks } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { patients } from "@/lib/io/database/schema";

/** How fresh what is stored is. */
export interface DataAge {
  /** ISO-8601; null where no data ever arrived. */
  readonly dataAsOf: string | null;
  /** When the newest reading of the source began that reached everybody; null where none ever did. */
  readonly readSince: Date | null;
  /** Patients whose record could never be read: nobody knows which ward they are on. */
  readonly unreadPatients: number;
}

export type Age = Readonly<Record<"arrived" | "read_since", string | null>> & { readonly unread: number };

const PASS = sql`${connectionStates.name} = 'fhir-pass'`;

/** One row: when data last arrived, when the newest reading began, and how many could never be read. */
export const readAge = (): SQL => sql`
  select (select max(updated_at)::text from ${patients}) as arrived,
    (select started_at::text from ${connectionStates} where ${PASS}) as read_since,
    (select count(*)::int from ${tasks} where ${tasks.kind} = 'read-patient' and ${tasks.errorCode} is not null
      and not exists (select from ${patients} where ${patients.id} = ${tasks.key})) as unread`;

/** A list is as old as the newest reading's beginning; where nothing is read, as what arrived last another way. */
export function toDataAge({ arrived, read_since, unread }: Age): DataAge {
  const readSince = read_since === null ? null : new Date(read_since);
  const last = arrived === null ? null : new Date(arrived);
  return { dataAsOf: (readSince ?? last)?.toISOString() ?? null, readSince, unreadPatients: unread };
}

/** When the newest reading of the source began that reached everybody; null where none ever did. */
export async function findReadSince(tx: Transaction): Promise<Date | null> {
  const [pass] = await tx
    .select({ startedAt: connectionStates.startedAt })
    .from(connectionStates)
    .where(eq(connectionStates.name, "fhir-pass"));
  return pass?.startedAt ?? null;
}
