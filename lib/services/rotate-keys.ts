import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { lockKeyring, saveKeyring } from "@/lib/io/database/keyring-store";
import { patients } from "@/lib/io/database/schema";
import { type Keyring, withEarlierRetired, withNewDataKey, wrappedBy } from "@/lib/io/keyring";
import { refreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";
import type { StoredIdentity } from "@/lib/services/patient-identity";
import { indexPatients } from "@/lib/services/patient-index";
import { nameOfColumn, SEALED_COLUMNS, type SealedColumn } from "@/lib/services/sealed-columns";
import { type Caller, type Scope, verb } from "@/lib/services/verb";

/** Values sealed again in one transaction, so that pages never wait long. */
const BATCH = 200;

const columnName = z.enum(SEALED_COLUMNS.map(nameOfColumn));

/** One step of a rotation; every step may be repeated. */
const rotationStep = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("wrap"),
    /** Also makes a new data key, unless the last one made is still being introduced. */
    deep: z.boolean(),
    /** Public name of the key the operator means, so that a server started with another one says so. */
    keyName: z.string().min(1).max(100),
  }),
  /** Counts what is not under the newest data key. */
  z.object({ step: z.literal("count") }),
  /** Seals up to 200 values of a column again, those after a key. */
  z.object({ step: z.literal("seal"), column: columnName, after: z.array(z.string()).nullable() }),
  /** Retires the earlier data keys where nothing sealed with them is left. */
  z.object({ step: z.literal("retire") }),
]);

export interface RotationProgress {
  /** What was done in this step: values sealed again, or data keys made or retired. */
  readonly done: number;
  /** What could not be opened and was left as it is. */
  readonly unreadable: number;
  /** Where to go on; null at the end of the column. */
  readonly next: readonly string[] | null;
  /** Values not under the newest data key yet, by column; told by "count" and "retire" only. */
  readonly left: Readonly<Record<string, number>>;
  /** Whether other processes may have this database open. */
  readonly isShared: boolean;
}

const isEarlier = (scope: Scope, { column }: SealedColumn): SQL => {
  const prefix = scope.house.vault.sealedPrefix();
  return sql`${column} is not null and substring(${column} from 1 for ${prefix.length}::int) <> decode(${prefix.toString("hex")}, 'hex')`;
};

async function countLeft(scope: Scope): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const sealed of SEALED_COLUMNS) {
    const { rows } = await scope.tx.execute<{ n: number }>(
      sql`select count(*)::int as n from ${sealed.table} where ${isEarlier(scope, sealed)}`,
    );
    counts[nameOfColumn(sealed)] = rows[0]?.n ?? 0;
  }
  return counts;
}

async function wrap(scope: Scope, { deep, keyName }: { deep: boolean; keyName: string }): Promise<number> {
  const { tx, house } = scope;
  const stored = await lockKeyring(tx);
  const keyring = house.vault.readKeyring(stored);
  // A rotation that was interrupted goes on with the key it made.
  const isNew = deep && keyring.keys.slice(0, -1).every(({ retired }) => retired);
  const next: Keyring = isNew ? withNewDataKey(keyring) : keyring;
  const value = await saveKeyring(tx, house.vault, next);
  if (wrappedBy(value) !== keyName)
    throw new Fault(
      "conflict",
      "The running Wardlight was started with another WARDLIGHT_ENCRYPTION_KEY than this command: restart it with the new one first.",
    );
  // Nobody seals with the new key before this is committed: what a key that was never stored sealed would be lost.
  return isNew ? 1 : 0;
}

interface Opened {
  readonly key: readonly string[];
  readonly value: unknown;
}

/** Opens one batch of values that an earlier key sealed, and holds their rows. */
async function openBatch(scope: Scope, sealed: SealedColumn, after: readonly string[] | null) {
  const { tx, house } = scope;
  const { table, column, key, place } = sealed;
  const keys = sql.join([...key], sql`, `);
  const typed = (values: readonly string[]): SQL =>
    sql.join(
      values.map((value, at) => sql`${value}::${sql.raw(key[at]?.getSQLType() ?? "text")}`),
      sql`, `,
    );
  const { rows } = await tx.execute<{ key: string[]; sealed: Buffer }>(sql`
    select array[${sql.join(
      key.map((one) => sql`${one}::text`),
      sql`, `,
    )}] as key, ${column} as sealed
    from ${table}
    where ${isEarlier(scope, sealed)} ${after === null ? sql`` : sql`and (${keys}) > (${typed(after)})`}
    order by ${keys} limit ${BATCH} for update skip locked`);
  const opened: Opened[] = [];
  for (const row of rows) {
    try {
      opened.push({ key: row.key, value: house.vault.open(row.sealed, place(row.key)) });
    } catch {
      // Counted: what no key opens was lost or altered before, and must not keep the rest from being sealed again.
    }
  }
  return {
    opened,
    unreadable: rows.length - opened.length,
    last: rows.at(-1)?.key ?? null,
    isFull: rows.length === BATCH,
  };
}

async function sealAgain({ tx, house }: Scope, sealed: SealedColumn, opened: readonly Opened[]): Promise<void> {
  if (opened.length === 0) return;
  const { table, column, key, place } = sealed;
  const bodies = opened.map((one) => house.vault.seal(one.value, place(one.key)).toString("base64"));
  const names = key.map((_, at) => sql.identifier(`k${at}`));
  const arrays = key.map(
    (one, at) => sql`${sql.param(opened.map((row) => row.key[at] ?? ""))}::${sql.raw(one.getSQLType())}[]`,
  );
  await tx.execute(sql`
    update ${table} set ${sql.identifier(column.name)} = decode(sent.body, 'base64')
    from unnest(${sql.join([...arrays, sql`${sql.param(bodies)}::text[]`], sql`, `)})
      as sent(${sql.join([...names, sql`body`], sql`, `)})
    where ${sql.join(
      key.map((one, at) => sql`${one} = sent.${names[at]}`),
      sql` and `,
    )}`);
}

/**
 * Replaces keys step by step: wraps the database's keyring under the environment's current key, seals values again
 * under the newest data key, and retires the earlier ones. Small transactions, each audited; after a crash the next
 * run goes on where values are still under an earlier key.
 */
const rotateKeysStep = verb({
  name: "rotate-keys",
  input: rotationStep,
  about: (input): Record<string, string> => ({ step: input.step }),
  wards: async () => [],
  run: async (scope, input) => {
    const { tx, house } = scope;
    const progress = { done: 0, unreadable: 0, next: null, left: {}, isShared: house.database.kind === "server" };
    const outcome = (output: RotationProgress) => ({
      output,
      audit: {
        target: { step: input.step, ...("column" in input ? { column: input.column } : {}) },
        detail: { done: output.done, unreadable: output.unreadable },
      },
    });
    if (input.step === "wrap") return outcome({ ...progress, done: await wrap(scope, input) });
    if (input.step === "count") return outcome({ ...progress, left: await countLeft(scope) });
    if (input.step === "retire") {
      const left = await countLeft(scope);
      if (Object.values(left).some((count) => count > 0)) return outcome({ ...progress, left });
      const keyring = house.vault.readKeyring(await lockKeyring(tx));
      await saveKeyring(tx, house.vault, withEarlierRetired(keyring));
      return outcome({ ...progress, done: keyring.keys.slice(0, -1).filter(({ retired }) => !retired).length, left });
    }
    const sealed = SEALED_COLUMNS.find((one) => nameOfColumn(one) === input.column) as SealedColumn;
    const { opened, unreadable, last, isFull } = await openBatch(scope, sealed, input.after);
    await sealAgain(scope, sealed, opened);
    // Search tokens are under the data key too.
    if (sealed.table === patients)
      await indexPatients(
        scope,
        opened.map(({ key: [id], value }) => ({ id: id as string, identity: value as StoredIdentity })),
      );
    return outcome({ ...progress, done: opened.length, unreadable, next: isFull ? last : null });
  },
});

/** The verb; afterwards this process has the keyring as it was stored, whether the step was or not. */
export const rotateKeys = Object.assign(
  async (house: House, caller: Caller, input: z.input<typeof rotationStep>): Promise<RotationProgress> => {
    try {
      return await rotateKeysStep(house, caller, input);
    } finally {
      await refreshDataKeys(house);
    }
  },
  { verbName: rotateKeysStep.verbName },
);

/** The names of the columns a rotation walks, in order. */
export const ROTATED_COLUMNS: readonly string[] = SEALED_COLUMNS.map(nameOfColumn);
