import { randomUUID } from "node:crypto";
import { getTableColumns, is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, it } from "vitest";
import * as alertSchema from "@/lib/io/database/alert-schema";
import * as connectionSchema from "@/lib/io/database/connection-schema";
import { migrateDatabase } from "@/lib/io/database/migrate-database";
import * as monitoringSchema from "@/lib/io/database/monitoring-schema";
import * as pastListSchema from "@/lib/io/database/past-list-schema";
import * as reviewSchema from "@/lib/io/database/review-schema";
import * as schema from "@/lib/io/database/schema";
import { testRoot } from "@/lib/io/database/test-database";
import * as trainingSchema from "@/lib/io/database/training-schema";
import { nameOfKey } from "@/lib/io/keyring";
import { openVault, type Vault } from "@/lib/io/vault";
import { adjudicateFlag } from "@/lib/services/adjudicate-flag";
import { flagPrediction } from "@/lib/services/flags";
import { readStay } from "@/lib/services/patient";
import { ROTATED_COLUMNS, type RotationProgress, rotateKeys } from "@/lib/services/rotate-keys";
import { nameOfColumn, placeOf, SEALED_COLUMNS } from "@/lib/services/sealed-columns";
import { lastAudit, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

const operator = { system: "test" };
/** The key every test database is made with. */
const firstKey = Buffer.alloc(32, 7);

describe("the list of sealed columns", () => {
  it("holds every sealed column of the schema, and nothing else", () => {
    const schemas = {
      ...{ ...schema, ...connectionSchema, ...monitoringSchema },
      ...{ ...alertSchema, ...pastListSchema, ...reviewSchema, ...trainingSchema },
    };
    const tables = Object.values(schemas).flatMap((one): PgTable[] => (is(one, PgTable) ? [one] : []));
    const sealed = tables.flatMap((table) =>
      Object.values(getTableColumns(table))
        .filter((column) => column.getSQLType() === "bytea")
        .map((column) => nameOfColumn({ table, column, key: [], place: () => "" })),
    );
    expect(sealed.length).toBeGreaterThan(5);
    expect(SEALED_COLUMNS.map(nameOfColumn).sort()).toEqual(sealed.sort());
  });
});

describeHouse("rotate-keys on a database", ({ house }) => {
  beforeAll(async () => {
    for (let n = 0; n < 12; n++) await store(house, readingOf(`p${n}`, { familyName: `Name${n}` }));
    const userId = (house.people.nurse as { userId: string }).userId;
    const { predictionId } = await readStay(house, house.people.nurse, { stayId: "stay-p1" });
    const flag = await flagPrediction(house, house.people.nurse, {
      stayId: "stay-p1",
      predictionId: predictionId as string,
      kind: "too-low",
      note: "A note.",
    });
    await listWorklist(house, house.people.nurse, {});
    const decided = { decision: "no-action", agreement: "agree", note: "A note." } as const;
    await adjudicateFlag(house, house.people.clinician, { flagId: flag.id, ...decided });
    const { vault } = house;
    await house.database.transaction(async (tx) => {
      const rows = Array.from({ length: 450 }, (_, n) => ({
        patientId: "p1",
        type: "Observation",
        id: `o${n}`,
        fingerprint: "f",
        body: vault.seal({ n }, placeOf(schema.resources.body, "p1", "Observation", `o${n}`)),
        updatedAt: house.now,
      }));
      await tx.insert(schema.resources).values(rows);
      const said = { stayId: "stay-p1", userId, at: house.now };
      const [one, two, three, four] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
      const { interventions, responses, visibilityDecisions, breakGlass } = schema;
      const note = (column: Parameters<typeof placeOf>[0], id: string) => vault.seal("A note.", placeOf(column, id));
      await tx.insert(interventions).values({ ...said, id: one, kind: "call", note: note(interventions.note, one) });
      const answer = { ...said, id: two, predictionId: predictionId as string, kind: "acknowledged" as const };
      await tx.insert(responses).values({ ...answer, note: note(responses.note, two) });
      await tx.insert(visibilityDecisions).values({
        ...{ id: three, userId, at: house.now, task: "t", modelVersion: "1", role: "nurse", kind: "approved" },
        note: note(visibilityDecisions.note, three),
      });
      await tx.insert(breakGlass).values({
        ...{ ...said, id: four, reason: "other", expiresAt: house.now },
        note: note(breakGlass.note, four),
        reviewNote: note(breakGlass.reviewNote, four),
      });
      const { bulkJobs, cdsCards, idempotentAnswers } = connectionSchema;
      const five = randomUUID();
      await tx.insert(bulkJobs).values({
        ...{ id: five, kind: "folder", state: "done", source: "s", progress: {} },
        ...{ startedAt: house.now, updatedAt: house.now, detail: note(bulkJobs.detail, five) },
      });
      const six = randomUUID();
      await tx.insert(cdsCards).values({
        ...{ id: six, connectionId: house.program.connectionId, service: "wardlight-patient-view", at: house.now },
        ...{ patientId: "p1", stayId: "stay-p1", modelVersion: "1", view: "stay", outcome: "overridden" },
        comment: note(cdsCards.comment, six),
      });
      const { monitoringIncidents, monitoringNotes } = monitoringSchema;
      const [found, eight] = [randomUUID(), randomUUID()];
      await tx.insert(monitoringIncidents).values({
        ...{ id: found, modelVersion: "1", kind: "stale", subject: "", figures: {} },
        ...{ foundOn: "2026-03-01", lastOn: "2026-03-01" },
      });
      await tx.insert(monitoringNotes).values({
        ...{ id: eight, incidentId: found, userId, answer: "mended", at: house.now },
        note: note(monitoringNotes.note, eight),
      });
      const body = vault.seal("{}", placeOf(idempotentAnswers.body, "a", "k"));
      await tx
        .insert(idempotentAnswers)
        .values({ actorId: "a", key: "k", fingerprint: "f", status: 200, body, at: house.now });
      const { labelFacts, labels, trainingSnapshots, trainingSnapshotParts } = trainingSchema;
      const facts = vault.seal({}, placeOf(labelFacts.facts, "p1"));
      const kept = { patientId: "p1", fingerprint: "f", ruleVersion: "1" };
      await tx.insert(labelFacts).values({ ...kept, facts, updatedAt: house.now });
      await tx.insert(labels).values({
        ...{ ...kept, stayId: "stay-p1", target: "any-readmission-30d", status: "not-readmitted", simulated: false },
        ...{ dischargedAt: house.now, maturesAt: house.now, at: house.now },
        evidence: { stayIds: [], encounters: [], planned: null },
        subgroups: vault.seal({}, placeOf(labels.subgroups, "stay-p1", "any-readmission-30d")),
      });
      const seven = randomUUID();
      const query = { asOf: "", target: "any-readmission-30d", dischargedFrom: null, dischargedBefore: null } as const;
      await tx.insert(trainingSnapshots).values({
        ...{ id: seven, at: house.now, byUser: "test", query: { ...query, adjudications: "none" } },
        ...{ featureTableHash: "h", labelRuleVersion: "1", adjudicationIds: [], attrition: [] },
        ...{ rows: 0, positives: 0, died: 0, simulated: false, sha256: "s" },
      });
      const part = vault.seal([], placeOf(trainingSnapshotParts.body, seven, "0"));
      await tx.insert(trainingSnapshotParts).values({ snapshotId: seven, part: 0, body: part });
      const { alerts, alertEvents, alertWebhooks } = alertSchema;
      const [raised, nine, ten] = [randomUUID(), randomUUID(), randomUUID()];
      await tx.insert(alerts).values({
        ...{ id: raised, ruleId: randomUUID(), ruleVersion: 1, kind: "tier-crossed", state: "open", roles: ["nurse"] },
        ...{ patientId: "p1", stayId: "stay-p1", wardId: "w1", predictionId: predictionId as string },
        ...{ modelVersion: "1", raisedAt: house.now },
        finding: { probability: 0.2, tier: "moderate", from: null, reason: null, plannedEndAt: null },
      });
      await tx.insert(alertEvents).values({
        ...{ id: nine, alertId: raised, kind: "acknowledged", userId, at: house.now },
        note: note(alertEvents.note, nine),
      });
      await tx.insert(alertWebhooks).values({
        ...{ id: ten, name: "Pager", url: "https://pager.test", createdAt: house.now },
        secret: vault.seal("whsec_x", placeOf(alertWebhooks.secret, ten)),
      });
    });
  });

  const keyName = nameOfKey(firstKey);
  const sealAll = async (using: TestHouse): Promise<number> => {
    let done = 0;
    for (const column of ROTATED_COLUMNS) {
      for (let after: readonly string[] | null = null; ; ) {
        const step: RotationProgress = await rotateKeys(using, operator, {
          step: "seal",
          column,
          after: after && [...after],
        });
        done += step.done;
        after = step.next;
        if (after === null) break;
      }
    }
    return done;
  };
  /** How many values open in a column, and under how many data keys. */
  const openAll = async (vault: Vault) => {
    const found: Record<string, { values: number; prefixes: number }> = {};
    for (const sealed of SEALED_COLUMNS) {
      const { rows } = await house.database.transaction((tx) =>
        tx.execute<{ key: string[]; sealed: Buffer }>(
          sql`select array[${sql.join(
            sealed.key.map((one) => sql`${one}::text`),
            sql`, `,
          )}] as key, ${sealed.column} as sealed from ${sealed.table} where ${sealed.column} is not null`,
        ),
      );
      for (const row of rows) vault.open(row.sealed, sealed.place(row.key));
      const prefixes = new Set(rows.map((row) => row.sealed.subarray(0, 3).toString("hex")));
      found[nameOfColumn(sealed)] = { values: rows.length, prefixes: prefixes.size };
    }
    return found;
  };
  const tokens = async () =>
    new Set(
      (await house.database.transaction((tx) => tx.select().from(schema.patientSearch))).map(
        ({ token, patientId }) => `${token} ${patientId}`,
      ),
    );
  const another = (vault: Vault): TestHouse => Object.assign(Object.create(house) as TestHouse, { vault });

  it("is not for people", async () => {
    await expect(rotateKeys(house, house.people.administrator, { step: "count" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("has nothing to do where nothing is under an earlier key", async () => {
    const { done } = await rotateKeys(house, operator, { step: "wrap", deep: false, keyName });
    expect(done).toBe(0);
    expect(await sealAll(house)).toBe(0);
    expect(await lastAudit(house)).toMatchObject({ verb: "rotate-keys", actorRole: "system", detail: { done: 0 } });
  });

  it("seals everything again with a new data key, goes on where it was stopped, and leaves fingerprints alone", async () => {
    const before = { tokens: await tokens(), prefix: house.vault.sealedPrefix(), open: await openAll(house.vault) };
    expect(Object.values(before.open).every(({ values }) => values > 0)).toBe(true);
    const laggard = openVault(firstKey);
    await migrateDatabase(house.database, laggard, testRoot);

    expect((await rotateKeys(house, operator, { step: "wrap", deep: true, keyName })).done).toBe(1);
    expect(house.vault.sealedPrefix().equals(before.prefix)).toBe(false);
    expect((await rotateKeys(house, operator, { step: "count" })).left).toMatchObject({
      "resources.body": 450,
      "patients.identity": 12,
      "break_glass.review_note": 1,
    });
    const first = await rotateKeys(house, operator, { step: "seal", column: "resources.body", after: null });
    expect(first).toMatchObject({ done: 200, unreadable: 0 });
    expect(first.next).not.toBeNull();
    // Not over: nothing is retired, and starting again makes no second key.
    const early = await rotateKeys(house, operator, { step: "retire" });
    expect(early).toMatchObject({ done: 0, left: { "resources.body": 250 } });
    expect((await rotateKeys(house, operator, { step: "wrap", deep: true, keyName })).done).toBe(0);

    // A process that has not heard of the new key reads what it sealed, and writes with it from then on.
    expect(laggard.sealedPrefix().equals(before.prefix)).toBe(true);
    await sealAll(house);
    const seen = await readStay(another(laggard), house.people.nurse, { stayId: "stay-p1" });
    expect(seen.patient.familyName).toBe("Name1");
    expect(laggard.sealedPrefix().equals(house.vault.sealedPrefix())).toBe(true);

    expect(await rotateKeys(house, operator, { step: "retire" })).toMatchObject({ done: 1 });
    const after = await openAll(house.vault);
    for (const [column, { values }] of Object.entries(before.open))
      expect(after[column], column).toEqual({ values, prefixes: 1 });
    const now = await tokens();
    expect(now.size).toBe(before.tokens.size);
    expect([...now].filter((token) => before.tokens.has(token))).toEqual([]);

    // The same reading again makes no new prediction: fingerprints did not change.
    const { predictionId } = await readStay(house, house.people.nurse, { stayId: "stay-p1" });
    await store(house, readingOf("p1", { familyName: "Name1" }));
    expect((await readStay(house, house.people.nurse, { stayId: "stay-p1" })).predictionId).toBe(predictionId);
    expect(await tokens()).toEqual(now);
  });

  it("leaves what no key opens, says how many, and seals the rest", async () => {
    const place = placeOf(schema.resources.body, "p2", "Observation", "x");
    await house.database.transaction((tx) =>
      tx.insert(schema.resources).values({
        ...{ patientId: "p2", type: "Observation", id: "x", fingerprint: "f", updatedAt: house.now },
        body: openVault(Buffer.alloc(32, 9)).seal("lost", place),
      }),
    );
    const step = await rotateKeys(house, operator, { step: "seal", column: "resources.body", after: null });
    expect(step).toMatchObject({ done: 0, unreadable: 1, next: null });
    expect((await rotateKeys(house, operator, { step: "retire" })).left["resources.body"]).toBe(1);
    await house.database.transaction((tx) => tx.execute(sql`delete from resources where id = 'x'`));
  });

  it("replaces the environment's key: the new one opens, the old one is refused by name", async () => {
    const secondKey = Buffer.alloc(32, 8);
    const vault = openVault(secondKey, [firstKey]);
    await migrateDatabase(house.database, vault, testRoot);
    const restarted = another(vault);
    const macKey = house.vault.deriveKey("audit-mac");
    await expect(
      rotateKeys(restarted, operator, { step: "wrap", deep: false, keyName: nameOfKey(firstKey) }),
    ).rejects.toThrow("restart it with the new one first");
    await rotateKeys(restarted, operator, { step: "wrap", deep: false, keyName: nameOfKey(secondKey) });

    const alone = openVault(secondKey);
    await migrateDatabase(house.database, alone, testRoot);
    await openAll(alone);
    expect(alone.deriveKey("audit-mac")).toEqual(macKey);
    await expect(migrateDatabase(house.database, openVault(firstKey), testRoot)).rejects.toThrow(
      "WARDLIGHT_ENCRYPTION_KEY is not the key this database was written with.",
    );
    // A server that still runs on the old key alone goes on reading: it was given the data keys when it started.
    expect((await readStay(house, house.people.nurse, { stayId: "stay-p1" })).patient.familyName).toBe("Name1");
  });
});
