import { and, desc, eq, gte, inArray, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { mayUse } from "@/lib/core/access/access";
import { type PatientSearch, RECENT_DAYS } from "@/lib/core/search/found-patient";
import { readSearchQuery, type SearchQuery } from "@/lib/core/search/search-terms";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { patientSearch, patients, stays, wards } from "@/lib/io/database/schema";
import { openIdentity } from "@/lib/services/patient-identity";
import { type Scope, verb } from "@/lib/services/verb";

const FOUND_MAXIMUM = 50;
const ELSEWHERE_MAXIMUM = 20;
const DAY_MS = 86_400_000;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Patients who have, for each typed word, one of its tokens; or the whole of it as their record number. */
function matching({ house }: Scope, { words, mrn }: SearchQuery): SQL {
  const { vault } = house;
  const pairs = words.flatMap((terms, word) =>
    terms.flatMap((term) => vault.searchTokens(term)).map((token) => ({ word, token })),
  );
  const byWords = sql`
    select ${patientSearch.patientId} from ${patientSearch}
    join unnest(${sql.param(pairs.map(({ word }) => word))}::int[], ${sql.param(pairs.map(({ token }) => token))}::text[])
      as typed(word, token) on typed.token = ${patientSearch.token}
    group by ${patientSearch.patientId} having count(distinct typed.word) = ${words.length}::int`;
  return mrn === null ? byWords : sql`${byWords} union ${byMrn({ house }, mrn)}`;
}

function byMrn({ house }: Pick<Scope, "house">, mrn: string): SQL {
  const tokens = sql.param([...house.vault.searchTokens(mrn)]);
  return sql`select ${patientSearch.patientId} from ${patientSearch} where ${patientSearch.token} = any(${tokens}::text[])`;
}

/** In hospital now, or lately. */
function isRecent({ now }: Scope): SQL | undefined {
  const since = new Date(now.getTime() - RECENT_DAYS * DAY_MS);
  return and(
    isNull(stays.goneAt),
    or(stays.isCurrent, gte(sql`coalesce(${stays.dischargedAt}, ${stays.admittedAt})`, since.toISOString())),
  );
}

const newestFirst = [
  desc(stays.isCurrent),
  sql`coalesce(${stays.dischargedAt}, ${stays.admittedAt}) desc nulls last`,
  stays.id,
];

async function findHere(scope: Scope, query: SearchQuery) {
  return scope.tx
    .select({ stay: stays, patient: patients, wardName: wards.name })
    .from(stays)
    .innerJoin(patients, eq(patients.id, stays.patientId))
    .innerJoin(wards, eq(wards.id, stays.wardId))
    .where(
      and(
        inArray(stays.wardId, [...scope.actor.wardIds]),
        sql`${stays.patientId} in (${matching(scope, query)})`,
        isRecent(scope),
      ),
    )
    .orderBy(...newestFirst)
    .limit(FOUND_MAXIMUM + 1);
}

async function findElsewhere(scope: Scope, mrn: string) {
  const { tx, actor } = scope;
  const rows = await tx
    .select({ patientId: stays.patientId, stayId: stays.id, wardName: wards.name, isCurrent: stays.isCurrent })
    .from(stays)
    .leftJoin(wards, eq(wards.id, stays.wardId))
    .where(
      and(
        sql`${stays.patientId} in (${byMrn(scope, mrn)})`,
        or(isNull(stays.wardId), notInArray(stays.wardId, [...actor.wardIds])),
        isRecent(scope),
      ),
    )
    .orderBy(...newestFirst)
    .limit(ELSEWHERE_MAXIMUM);
  // Where each is now, or was last.
  const latest = rows.filter((row, at) => rows.findIndex(({ patientId }) => patientId === row.patientId) === at);
  return latest.map(({ stayId, wardName, isCurrent }) => ({
    stayId,
    isCurrent,
    wardName: wardName ?? "a ward that was not recorded",
  }));
}

/**
 * Finds patients by the beginning of their names, their record number or their birth date: current and recent stays
 * on the reader's wards. Of other wards it says, to the exact record number only, that there is such a patient and
 * where. What was typed goes nowhere: not into the audit, a log or an address.
 */
export const findPatient = verb({
  name: "find-patient",
  input: z.object({ text: z.string().trim().min(1).max(120) }),
  about: () => ({}),
  // The wards it looks at are the reader's own.
  wards: async () => [],
  run: async (scope, { text }) => {
    const { house, now } = scope;
    const query = readSearchQuery(text);
    const isTooShort = query.words.length === 0 && query.mrn === null;
    const rows = isTooShort ? [] : await findHere(scope, query);
    // A person may open such a patient with a reason; a program may not, and is told nothing.
    const isTold = query.mrn !== null && mayUse(scope.actor.role, "break-glass");
    const elsewhere = query.mrn !== null && isTold ? await findElsewhere(scope, query.mrn) : [];
    const today = localDay(now, house.timeZone);
    const found = rows.slice(0, FOUND_MAXIMUM).map(({ stay, patient, wardName }) => ({
      stayId: stay.id,
      patient: openIdentity(house.vault, patient, today),
      wardName,
      bed: stay.bed,
      isCurrent: stay.isCurrent,
      admittedAt: iso(stay.admittedAt),
      dischargedAt: iso(stay.dischargedAt),
    }));
    const hasMore = rows.length > FOUND_MAXIMUM;
    const output: PatientSearch = { found, hasMore, elsewhere, isTooShort, timeZone: house.timeZone };
    // That somebody is on a ward not the reader's is told of one patient at a time: whose it was stands in the audit.
    const target: Record<string, string> =
      elsewhere.length > 0 ? { stayIds: elsewhere.map(({ stayId }) => stayId).join(" ") } : {};
    return { output, audit: { target, detail: { found: found.length, hasMore, elsewhere: elsewhere.length } } };
  },
});
