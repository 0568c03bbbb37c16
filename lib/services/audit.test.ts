import { readFileSync, statSync } from "node:fs";
import { asc, gt, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Anchor } from "@/lib/core/audit/anchor";
import { LEGACY_START, legacyHash } from "@/lib/core/audit/audit-entry";
import type { Transaction } from "@/lib/io/database/database";
import { audit, auditSeals, changes } from "@/lib/io/database/schema";
import { appendAudit } from "@/lib/services/audit-log";
import { anchorHead, sealCommitted, sealingProgress, startSealer } from "@/lib/services/audit-sealer";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { checkAudit, verifyAudit } from "@/lib/services/verify-audit";
import { listWorklist } from "@/lib/services/worklist";

const entry = {
  actorId: "system",
  actorRole: "system",
  verb: "test",
  outcome: "done" as const,
  target: { stayId: "stay-p1" },
  detail: { n: 1 },
};

describeHouse("the audit on a database", ({ house, isServer }) => {
  const write = (tx: Transaction, target: Record<string, string> = { stayId: "stay-p1" }) =>
    appendAudit(house, tx, { ...entry, target, at: house.now.toISOString() });
  const database = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => house.database.transaction(work);
  const verify = () => verifyAudit(house, { system: "test" }, {});

  beforeAll(async () => {
    await store(house, readingOf("p1"));
    for (let n = 0; n < 6; n++) await listWorklist(house, house.people.nurse, {});
    await house.sealer.settle();
  });

  it("tries an anchor that cannot be written again in a minute, not each second", async () => {
    const progress = sealingProgress();
    await sealCommitted(house, progress);
    let [tries, isFull] = [0, true];
    const anchors = {
      ...house.anchors,
      append: () => {
        tries += 1;
        if (isFull) throw new Error("no space left");
      },
    };
    const start = house.now;
    const anchorAfter = (seconds: number) => {
      house.now = new Date(start.getTime() + seconds * 1000);
      anchorHead({ ...house, anchors }, progress, { atOnce: false });
    };
    expect(() => anchorAfter(0)).toThrow("no space");
    for (const second of [1, 2, 59]) anchorAfter(second);
    expect(tries).toBe(1);
    expect(() => anchorAfter(60)).toThrow("no space");
    isFull = false;
    anchorAfter(120);
    // Written: nothing new to anchor.
    anchorAfter(180);
    expect(tries).toBe(3);
    house.now = start;
  });

  it("refuses to change, delete or empty rows and seals", async () => {
    for (const table of [sql`audit`, sql`audit_seals`]) {
      await expect(database((tx) => tx.execute(sql`delete from ${table}`))).rejects.toThrow();
      await expect(database((tx) => tx.execute(sql`update ${table} set mac = 'x'`))).rejects.toThrow();
      await expect(database((tx) => tx.execute(sql`truncate ${table}`))).rejects.toThrow();
    }
  });

  it("verifies as it was written, for compliance and the operator alone, and says so in the audit", async () => {
    expect(await verifyAudit(house, house.people.compliance, {})).toMatchObject({
      intact: true,
      unsealed: 0,
      problems: [],
    });
    expect(await lastAudit(house)).toMatchObject({
      actorRole: "compliance",
      verb: "verify-audit",
      outcome: "done",
      detail: { intact: true, problems: 0 },
    });
    for (const person of ["nurse", "clinician", "administrator", "data-scientist"] as const) {
      await expect(verifyAudit(house, house.people[person], {})).rejects.toMatchObject({ code: "forbidden" });
      expect(await lastAudit(house)).toMatchObject({ verb: "verify-audit", outcome: "refused" });
    }
    const forged = { position: 1, chain: "x", at: "2026-03-10T09:00:00.000Z", mac: "x" };
    expect((await verifyAudit(house, { system: "test" }, { anchors: [forged] })).problems).toEqual([
      { kind: "altered-anchor", position: 1 },
    ]);
  });

  it("keeps anchors outside the database, for its owner alone", async () => {
    const [path] = house.anchors.paths as [string];
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    const [last] = await database((tx) => tx.select().from(auditSeals).orderBy(sql`position desc`).limit(1));
    await house.sealer.settle();
    expect(lines.length).toBeGreaterThan(0);
    expect(house.anchors.read().anchors.at(-1)?.position).toBeGreaterThanOrEqual(last?.position ?? 0);
  });

  it("takes a number left out by a rollback for nothing", async () => {
    await expect(
      database(async (tx) => {
        await write(tx);
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    await database((tx) => write(tx));
    expect(await verify()).toMatchObject({ intact: true });
  });

  it("audits an id that PostgreSQL's JSON would refuse", async () => {
    await database((tx) => write(tx, { stayId: "half \ud800 and \u0000" }));
    expect(await verify()).toMatchObject({ intact: true });
  });

  it.skipIf(!isServer)("seals a row that commits after rows with higher numbers were sealed", async () => {
    const progress = sealingProgress();
    await sealCommitted(house, progress);
    let commit: () => void = () => {};
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let drawn: () => void = () => {};
    const hasDrawn = new Promise<void>((resolve) => {
      drawn = resolve;
    });
    const slow = database(async (tx) => {
      await write(tx, { stayId: "slow" });
      drawn();
      await mayCommit;
    });
    await hasDrawn;
    for (let n = 0; n < 4; n++) {
      await database((tx) => write(tx));
      // Round after round, and still the sealer must not believe that it is past the slow one.
      expect(await sealCommitted(house, progress)).toBe(1);
    }
    commit();
    await slow;
    expect(await sealCommitted(house, progress)).toBe(1);
    const rows = await database((tx) => tx.select().from(auditSeals).orderBy(asc(auditSeals.position)));
    expect(rows.at(-1)?.auditSeq).toBeLessThan(rows.at(-2)?.auditSeq ?? 0);
    // Once it is past everything, it looks at new rows only.
    await sealCommitted(house, progress);
    await sealCommitted(house, progress);
    expect(progress.floor).toBeGreaterThan(rows.at(-1)?.auditSeq ?? 0);
    await database((tx) => write(tx));
    expect(await sealCommitted(house, progress)).toBe(1);
    expect(await verify()).toMatchObject({ intact: true, unsealed: 0 });
  });

  it("is sealed by one process at a time, many at once", async () => {
    const writing = Promise.all(Array.from({ length: 30 }, () => database((tx) => write(tx))));
    const sealing = Promise.all(Array.from({ length: 6 }, () => sealCommitted(house, sealingProgress())));
    await writing;
    await sealing;
    expect(await verify()).toMatchObject({ intact: true, unsealed: 0 });
  });

  it("seals within a second by itself, and what is left when it stops", async () => {
    const sealer = startSealer(house);
    const isSealed = async () =>
      (
        await database((tx) =>
          tx.execute(sql`
      select 1 from audit a left join audit_seals s on s.audit_seq = a.seq where s.position is null`),
        )
      ).rows.length === 0;
    await database((tx) => write(tx));
    sealer.wake();
    const deadline = Date.now() + 10_000;
    while (!(await isSealed()) && Date.now() < deadline) await new Promise((wake) => setTimeout(wake, 50));
    expect(await isSealed()).toBe(true);
    await database((tx) => write(tx));
    await sealer.stop();
    expect(await isSealed()).toBe(true);
    expect(await verify()).toMatchObject({ intact: true });
  });

  it("numbers changes so that a reader who remembers the last one misses none", async () => {
    const seen: number[] = [];
    let isWriting = true;
    const reader = (async () => {
      let last = 0;
      do {
        const rows = await database((tx) =>
          tx.select().from(changes).where(gt(changes.seq, last)).orderBy(changes.seq),
        );
        seen.push(...rows.map(({ seq }) => seq));
        last = rows.at(-1)?.seq ?? last;
        await new Promise((wake) => setTimeout(wake, 1));
      } while (isWriting);
    })();
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        database(async (tx) => {
          await tx.execute(sql`select pg_sleep(${(n % 5) / 500})`);
          const said = { ...entry, at: house.now.toISOString() };
          await appendAudit(house, tx, said, [
            { kind: "flag", ref: `r${n}` },
            { kind: "stay", ref: `s${n}` },
          ]);
        }),
      ),
    );
    isWriting = false;
    await reader;
    const all = await database((tx) => tx.select({ seq: changes.seq }).from(changes));
    const unseen = all.filter(({ seq }) => !seen.includes(seq) && seq <= Math.max(...seen));
    expect(unseen).toEqual([]);
    expect(seen.length).toBeGreaterThan(100);
  });

  describe("tampered with by whoever can switch triggers off", () => {
    const TABLES = ["audit", "audit_seals"];
    const unguarded = (work: ReturnType<typeof sql>[]) =>
      database(async (tx) => {
        for (const name of TABLES) await tx.execute(sql.raw(`alter table ${name} disable trigger user`));
        for (const statement of work) await tx.execute(statement);
        for (const name of TABLES) await tx.execute(sql.raw(`alter table ${name} enable trigger user`));
      });
    const [from, to] = [
      sql`(select audit_seq from audit_seals where position = 3)`,
      sql`(select audit_seq from audit_seals where position = 5)`,
    ];

    let anchors: readonly Anchor[];
    // As a verification from outside: it writes nothing, so that what was tampered with can be put back.
    const kinds = async () => {
      await sealCommitted(house, sealingProgress());
      return (await checkAudit(house, anchors)).problems.map((problem) => problem.kind);
    };

    beforeEach(async () => {
      await house.sealer.settle();
      anchors = house.anchors.read().anchors;
      for (const name of TABLES)
        await database((tx) => tx.execute(sql.raw(`create table ${name}_kept as table ${name}`)));
    });
    afterEach(async () => {
      await unguarded([
        ...TABLES.map((name) => sql.raw(`delete from ${name}`)),
        ...TABLES.map((name) => sql.raw(`insert into ${name} select * from ${name}_kept`)),
        ...TABLES.map((name) => sql.raw(`drop table ${name}_kept`)),
      ]);
    });

    it.each([
      [
        "a row's actor is changed",
        ["altered-row"],
        () => [sql`update audit set actor_id = 'somebody' where seq = ${from}`],
      ],
      [
        "a row's time is changed",
        ["altered-row"],
        () => [sql`update audit set at = at + interval '1 ms' where seq = ${from}`],
      ],
      ["a row's detail is changed", ["altered-row"], () => [sql`update audit set detail = '{}' where seq = ${from}`]],
      ["a row's MAC is taken away", ["altered-row"], () => [sql`update audit set mac = null where seq = ${from}`]],
      ["a row is deleted", ["missing-row"], () => [sql`delete from audit where seq = ${from}`]],
      [
        "a row and its seal are deleted",
        ["missing-seal"],
        () => [sql`delete from audit where seq = ${from}`, sql`delete from audit_seals where position = 3`],
      ],
      [
        "two rows change places",
        ["altered-row"],
        () => [
          sql`create temp table pair on commit drop as select ${from} as a, ${to} as b`,
          sql`update audit set seq = -1 where seq = (select a from pair)`,
          sql`update audit set seq = (select a from pair) where seq = (select b from pair)`,
          sql`update audit set seq = (select b from pair) where seq = -1`,
        ],
      ],
      [
        "a row is copied in under another number",
        ["forged-row"],
        () => [
          sql`insert into audit select nextval('audit_numbers'), at, actor_id, actor_role, verb, outcome, target, detail, mac from audit where seq = ${from}`,
        ],
      ],
      [
        "a row is written without the key",
        ["forged-row"],
        () => [
          sql`insert into audit (seq, at, verb, outcome, target, detail, hash, previous_hash) values (nextval('audit_numbers'), now(), 'x', 'done', '{}', '{}', 'x', 'x')`,
        ],
      ],
      [
        "the end is cut off",
        ["shortened-log"],
        () => [
          sql`delete from audit where seq in (select audit_seq from audit_seals where position > 5)`,
          sql`delete from audit_seals where position > 5`,
        ],
      ],
      ["everything is deleted", ["shortened-log"], () => [sql`delete from audit`, sql`delete from audit_seals`]],
      [
        "the seals are deleted, to be made again",
        ["anchor-mismatch"],
        () => [sql`delete from audit where seq = ${from}`, sql`delete from audit_seals`],
      ],
    ])("is found where %s", async (_, expected, tampering) => {
      expect(await kinds()).toEqual([]);
      await unguarded(tampering());
      expect(await kinds()).toEqual(expect.arrayContaining(expected));
    });
  });
});

describeHouse("a log of version 0.1 on a database", ({ house }) => {
  it("is taken over by the first sealing, and what was done to it before is found", async () => {
    const at = new Date("2026-01-05T08:00:00.000Z");
    let previousHash = LEGACY_START;
    const old = [1, 2, 3].map((seq) => {
      const said = { ...entry, seq, at: at.toISOString() };
      const row = { ...said, at, previousHash, hash: legacyHash(previousHash, said) };
      previousHash = row.hash;
      return row;
    });
    // As the migration leaves a database that had three rows.
    await house.database.transaction(async (tx) => {
      await tx.insert(audit).values(old);
      await tx.execute(sql`update instance set value = '3' where name = 'audit-legacy-rows'`);
      await tx.execute(sql`select setval('audit_numbers', 4, false)`);
    });
    await listWorklist(house, house.people.nurse, {});
    expect(await verifyAudit(house, { system: "test" }, {})).toMatchObject({ intact: true, rows: 4 });
    await house.database.transaction((tx) =>
      tx.execute(sql`update instance set value = '2' where name = 'audit-legacy-rows'`),
    );
    expect((await verifyAudit(house, { system: "test" }, {})).intact).toBe(false);
  });
});
