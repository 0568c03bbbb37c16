import { and, asc, desc, eq, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { isGenuineAnchor } from "@/lib/core/audit/anchor";
import { AUDIT_CSV_HEAD, toAuditCsvLine } from "@/lib/core/audit/audit-csv";
import type { AuditFilter, AuditLine, AuditPage, AuditStanding } from "@/lib/core/audit/audit-page";
import type { Transaction } from "@/lib/io/database/database";
import { audit, users } from "@/lib/io/database/schema";
import { amongRowsAboutStay } from "@/lib/services/about-stay";
import { auditMacsOf } from "@/lib/services/audit-log";
import { findHead } from "@/lib/services/audit-rows";
import type { House } from "@/lib/services/house";
import { longVerb } from "@/lib/services/long-verb";
import { verb } from "@/lib/services/verb";

const PAGE = 50;
/** Rows of an export; more is asked for day by day. */
export const EXPORT_ROWS = 100_000;
const EXPORT_PAGE = 2_000;

const filter = z.object({
  person: z.string().min(1).max(100).nullish(),
  verb: z.string().min(1).max(60).nullish(),
  outcome: z.enum(["done", "refused", "failed"]).nullish(),
  day: z.iso.date().nullish(),
  stayId: z.string().trim().min(1).max(200).nullish(),
});
type Filter = z.output<typeof filter>;

/** Which filters were used, for the audit's own row. */
const used = ({ stayId, ...rest }: Filter): AuditFilterNote => ({
  target: stayId ? { stayId } : {},
  filters: Object.entries(rest)
    .flatMap(([name, value]) => (value ? [name] : []))
    .join(" "),
});
interface AuditFilterNote {
  readonly target: Readonly<Record<string, string>>;
  readonly filters: string;
}

function conditions({ person, verb: name, outcome, day, stayId }: Filter, timeZone: string): SQL[] {
  const midnight = (days: number) => sql`((${day}::date + ${days}::int)::timestamp at time zone ${timeZone})`;
  return [
    ...(person ? [eq(audit.actorId, person)] : []),
    ...(name ? [eq(audit.verb, name)] : []),
    // The second says what the partial index holds.
    ...(outcome ? [eq(audit.outcome, outcome), ...(outcome === "done" ? [] : [ne(audit.outcome, "done")])] : []),
    ...(day ? [sql`${audit.at} >= ${midnight(0)}`, sql`${audit.at} < ${midnight(1)}`] : []),
    ...(stayId ? [amongRowsAboutStay(stayId)] : []),
  ];
}

async function listLines(
  tx: Transaction,
  { wanted, before, limit, timeZone }: { wanted: Filter; before: number | null; limit: number; timeZone: string },
): Promise<AuditLine[]> {
  const rows = await tx
    .select({ row: audit, actorName: users.name })
    .from(audit)
    .leftJoin(users, sql`${users.id}::text = ${audit.actorId}`)
    .where(and(...conditions(wanted, timeZone), ...(before === null ? [] : [lt(audit.seq, before)])))
    .orderBy(desc(audit.seq))
    .limit(limit);
  return rows.map(({ row: { mac: _mac, previousHash: _previous, hash: _hash, ...row }, actorName }) => ({
    ...row,
    at: row.at.toISOString(),
    actorName,
  }));
}

async function findStanding(
  tx: Transaction,
  { anchors, vault }: Pick<House, "anchors" | "vault">,
): Promise<AuditStanding> {
  const head = await findHead(tx);
  const written = anchors.last();
  const last = written !== null && isGenuineAnchor(auditMacsOf(vault), written) ? written : null;
  const [check] = await tx
    .select({ at: audit.at, detail: audit.detail })
    .from(audit)
    .where(and(eq(audit.verb, "verify-audit"), eq(audit.outcome, "done")))
    .orderBy(desc(audit.seq))
    .limit(1);
  return {
    sealed: head.sealedAt === null ? null : { position: head.position, sealedAt: head.sealedAt },
    anchor: last === null ? null : { position: last.position, at: last.at },
    lastCheck: check
      ? {
          at: check.at.toISOString(),
          intact: check.detail.intact === true,
          rows: Number(check.detail.rows),
          problems: Number(check.detail.problems),
        }
      : null,
    isShortened: last !== null && last.position > head.position,
  };
}

/** The audit, newest first, a page at a time, by person, verb, outcome, day and stay. */
export const readAudit = verb({
  name: "read-audit",
  input: filter.extend({ before: z.number().int().positive().nullish() }),
  about: ({ stayId }): Record<string, string> => (stayId ? { stayId } : {}),
  wards: async () => [],
  run: async ({ tx, house }, { before = null, ...wanted }) => {
    const { timeZone } = house;
    const lines = await listLines(tx, { wanted, before, limit: PAGE + 1, timeZone });
    const people = await tx
      .select({ id: users.id, name: users.name, role: users.role })
      .from(users)
      .where(isNull(users.disabledAt))
      .orderBy(asc(users.name));
    const shown = lines.slice(0, PAGE);
    const output: AuditPage = {
      lines: shown,
      nextBefore: lines.length > PAGE ? (shown.at(-1)?.seq ?? null) : null,
      people,
      standing: await findStanding(tx, house),
      timeZone,
    };
    const { target, filters } = used(wanted);
    return { output, audit: { target, detail: { rows: shown.length, filters } } };
  },
});

/** The same as one CSV text, newest first, up to `EXPORT_ROWS` rows. */
export const exportAudit = longVerb({
  name: "read-audit",
  input: filter,
  about: ({ stayId }): Record<string, string> => (stayId ? { stayId } : {}),
  work: async (house, wanted) => {
    const { database, timeZone } = house;
    const parts = [AUDIT_CSV_HEAD];
    let before: number | null = null;
    while (parts.length <= EXPORT_ROWS) {
      const limit = Math.min(EXPORT_PAGE, EXPORT_ROWS + 1 - parts.length);
      const from: number | null = before;
      const lines: AuditLine[] = await database.transaction((tx) =>
        listLines(tx, { wanted, before: from, limit, timeZone }),
      );
      for (const line of lines) parts.push(toAuditCsvLine(line));
      before = lines.at(-1)?.seq ?? null;
      if (lines.length < limit) break;
    }
    const { target, filters } = used(wanted);
    const output = `${parts.join("\r\n")}\r\n`;
    return { output, audit: { target, detail: { exported: true, rows: parts.length - 1, filters } } };
  },
});

/** A filter as a page's address has it: what is blank or not one is left out, and the others stand. */
export function readFilter(values: Readonly<Record<string, string | undefined>>): AuditFilter {
  const { person, verb: name, outcome, day, stayId } = filter.shape;
  const said = <Value>(field: keyof AuditFilter, schema: z.ZodType<Value>): NonNullable<Value> | null =>
    schema.safeParse(values[field]?.trim() || null).data ?? null;
  return {
    person: said("person", person),
    verb: said("verb", name),
    outcome: said("outcome", outcome),
    day: said("day", day),
    stayId: said("stayId", stayId),
  };
}
