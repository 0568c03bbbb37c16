import { getTableName } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { alertEvents, alertWebhooks } from "@/lib/io/database/alert-schema";
import { bulkJobs, cdsCards, idempotentAnswers } from "@/lib/io/database/connection-schema";
import { monitoringNotes } from "@/lib/io/database/monitoring-schema";
import { shownRows } from "@/lib/io/database/past-list-schema";
import { adjudications } from "@/lib/io/database/review-schema";
import {
  breakGlass,
  flags,
  interventions,
  patients,
  resources,
  responses,
  visibilityDecisions,
} from "@/lib/io/database/schema";
import { labelFacts, labels, trainingSnapshotParts } from "@/lib/io/database/training-schema";
import { placeOfResource } from "@/lib/io/stored-resource";

/** One column of sealed values, and what each is bound to. */
export interface SealedColumn {
  readonly table: PgTable;
  readonly column: PgColumn;
  /** The primary key, in the order rows are walked. */
  readonly key: readonly PgColumn[];
  /** The `place` a row's value is sealed for, from its key. */
  readonly place: (key: readonly string[]) => string;
}

const byId = (table: PgTable & { readonly id: PgColumn }, column: PgColumn, end = ""): SealedColumn => ({
  table,
  column,
  key: [table.id],
  place: ([id]) => `${getTableName(table)}/${id}${end}`,
});

/**
 * Every sealed column there is, in the one list: what is not in it would be left behind when a key is replaced. A test
 * compares it with the schema.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  byId(patients, patients.identity),
  {
    table: resources,
    column: resources.body,
    key: [resources.patientId, resources.type, resources.id],
    place: (key) => placeOfResource(...key),
  },
  byId(flags, flags.note),
  byId(interventions, interventions.note),
  byId(responses, responses.note),
  byId(visibilityDecisions, visibilityDecisions.note),
  byId(adjudications, adjudications.note),
  byId(monitoringNotes, monitoringNotes.note),
  byId(alertEvents, alertEvents.note),
  byId(alertWebhooks, alertWebhooks.secret),
  byId(shownRows, shownRows.content),
  byId(breakGlass, breakGlass.note, "/note"),
  byId(breakGlass, breakGlass.reviewNote, "/review"),
  byId(bulkJobs, bulkJobs.detail),
  {
    table: labelFacts,
    column: labelFacts.facts,
    key: [labelFacts.patientId],
    place: ([id]) => `label_facts/${id}`,
  },
  // What a label is bound to is known before its row has a number.
  {
    table: labels,
    column: labels.subgroups,
    key: [labels.stayId, labels.target, labels.id],
    place: ([stayId, target]) => `labels/${stayId}/${target}`,
  },
  {
    table: trainingSnapshotParts,
    column: trainingSnapshotParts.body,
    key: [trainingSnapshotParts.snapshotId, trainingSnapshotParts.part],
    place: (key) => ["training_snapshot_parts", ...key].join("/"),
  },
  byId(cdsCards, cdsCards.comment),
  {
    table: idempotentAnswers,
    column: idempotentAnswers.body,
    key: [idempotentAnswers.actorId, idempotentAnswers.key],
    place: (key) => ["idempotent_answers", ...key].join("/"),
  },
];

/** A sealed column's name, as an operator sees it: "patients.identity". */
export const nameOfColumn = ({ table, column }: SealedColumn): string => `${getTableName(table)}.${column.name}`;

/** The place of one row's value in one of the columns, for those who seal and open it. */
export function placeOf(column: PgColumn, ...key: readonly string[]): string {
  const found = SEALED_COLUMNS.find((one) => one.column === column);
  if (found === undefined) throw new Error(`${column.name} is not a sealed column.`);
  return found.place(key);
}
