import { sql } from "drizzle-orm";
import { patientTerms } from "@/lib/core/search/search-terms";
import { patientSearch } from "@/lib/io/database/schema";
import type { StoredIdentity } from "@/lib/services/patient-identity";
import type { Scope } from "@/lib/services/verb";

/** Tokens in one statement. */
const TOKENS = 5_000;

/**
 * Brings what patients can be searched by up to date: a keyed token for each of their terms, under the newest data
 * key, and no other. Each patient once.
 */
export async function indexPatients(
  { tx, house }: Pick<Scope, "tx" | "house">,
  patients: readonly { readonly id: string; readonly identity: StoredIdentity }[],
): Promise<void> {
  const pairs = patients.flatMap(({ id, identity }) =>
    patientTerms(identity).map((term) => ({ token: house.vault.searchToken(term), id })),
  );
  const tokens = sql.param(pairs.map(({ token }) => token));
  const ids = sql.param(pairs.map(({ id }) => id));
  await tx.execute(sql`
    delete from ${patientSearch} as old
    where old.patient_id = any(${sql.param(patients.map(({ id }) => id))}::text[])
      and not exists (
        select from unnest(${tokens}::text[], ${ids}::text[]) as now(token, patient_id)
        where now.token = old.token and now.patient_id = old.patient_id
      )`);
  // In one order for everybody, so that two writers never wait for each other.
  const sorted = [...pairs].sort((a, b) => (a.token < b.token ? -1 : a.token > b.token ? 1 : a.id < b.id ? -1 : 1));
  for (let from = 0; from < sorted.length; from += TOKENS) {
    const some = sorted.slice(from, from + TOKENS);
    await tx.execute(sql`
      insert into ${patientSearch} (token, patient_id)
      select * from unnest(${sql.param(some.map(({ token }) => token))}::text[], ${sql.param(some.map(({ id }) => id))}::text[])
      on conflict do nothing`);
  }
}
