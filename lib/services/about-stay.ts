import { type SQL, sql } from "drizzle-orm";
import type { VerbName } from "@/lib/core/access/access";
import { audit } from "@/lib/io/database/schema";

/** Verbs that can touch many stays at once: their row names them in one list, `stayIds`. */
const FOR_MANY = ["note-intervention", "withdraw-intervention", "find-patient"] as const satisfies readonly VerbName[];

const named = sql`${audit.target} ->> 'stayId'`;
const forMany = sql`${audit.verb} in (${sql.join(
  FOR_MANY.map((verb) => sql`${verb}`),
  sql`, `,
)})`;
const listed = sql`string_to_array(${audit.target} ->> 'stayIds', ' ')`;

/** Whether an audit row is about a stay, alone or as one of many: for a few rows found otherwise. */
export const isAboutStay = (stayId: SQL): SQL =>
  sql`(${named} = ${stayId} or (${forMany} and ${stayId} = any(${listed})))`;

/** The same for the whole log: either half has an index of its own, which an "or" would leave unused. */
export const amongRowsAboutStay = (stayId: string): SQL => sql`${audit.seq} in (
  select seq from ${audit} where ${named} = ${stayId}
  union all
  select seq from ${audit} where ${forMany} and ${stayId} = any(${listed})
)`;
