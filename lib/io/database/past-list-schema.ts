import { sql } from "drizzle-orm";
import { bigserial, check, customType, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { ListSaid, PastAudience } from "@/lib/core/worklist/past-list";
import { at } from "@/lib/io/database/schema";

const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/**
 * One row of the discharge list as it was handed out, kept once a month however often it was. Never changed, and removed
 * only with the lists of its month (triggers refuse).
 */
export const shownRows = pgTable(
  "shown_rows",
  {
    /** The first 128 bits of the keyed fingerprint of the month and of what it said. */
    id: uuid().primaryKey(),
    content: sealed().notNull(),
    /** When it was first handed out in that month. */
    at: at("at").notNull(),
  },
  (t) => [index("shown_rows_at").on(t.at)],
);

/**
 * What the discharge list of some wards said from a moment on, until the next row about the same wards and audience.
 * Never changed (a trigger refuses); removed only where a time to keep it was set and is over.
 */
export const listMoments = pgTable(
  "list_moments",
  {
    seq: bigserial({ mode: "number" }).primaryKey(),
    /** Sorted, and as one text. */
    wardIds: text("ward_ids").array().notNull(),
    wardKey: text("ward_key").notNull(),
    audience: text().$type<PastAudience>().notNull(),
    /** When it was first handed out. */
    at: at("at").notNull(),
    /** Names what it said: two of the same say the same. */
    content: text().notNull(),
    /** The list of predictions it showed (`shown_lists`); null where it showed no score. */
    shownListId: text("shown_list_id"),
    /** In the order they stood. */
    rowIds: uuid("row_ids").array().notNull(),
    dataAsOf: at("data_as_of"),
    unreadPatients: integer("unread_patients").notNull(),
    said: jsonb().$type<ListSaid>().notNull(),
  },
  (t) => [
    index("list_moments_wards").on(t.wardKey, t.audience, t.at.desc().nullsFirst()),
    index("list_moments_at").on(t.at.desc().nullsFirst()),
    check("list_moments_audience", sql`${t.audience} in ('wards', 'judges')`),
  ],
);
