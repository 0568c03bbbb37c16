import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { tasks } from "@/lib/io/database/connection-schema";
import { modelVersions } from "@/lib/io/database/registry-schema";
import { testRoot } from "@/lib/io/database/test-database";
import { trainingRuns } from "@/lib/io/database/training-run-schema";
import { keepShipped } from "@/lib/services/keep-shipped";
import { shelfOf } from "@/lib/services/model-shelf";
import { runDueTraining } from "@/lib/services/run-training";
import { lastAudit } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { storeTrainingSet } from "@/lib/services/test-training-set";
import { cancelTraining, readTrainingRuns, startTraining } from "@/lib/services/training-runs";

const WHY = "Prior visits mean less here since spring.";
describeScoringHouse("trainings on a database", ({ house }) => {
  let snapshotId: string;

  beforeAll(async () => {
    await keepShipped(house, shelfOf(house), testRoot);
    snapshotId = await storeTrainingSet(house, 1_200);
  });

  const scientist = () => house.people["data-scientist"];
  const start = (id = snapshotId) => startTraining(house, scientist(), { snapshotId: id, why: WHY, bags: 1, folds: 2 });
  const runOf = async (id: string) => {
    const { runs } = await readTrainingRuns(house, scientist(), {});
    const run = runs.find((one) => one.id === id);
    if (!run) throw new Error("no such run");
    return run;
  };

  it("are a data scientist's to ask for, with a reason, one at a time, and audited", async () => {
    for (const role of ["nurse", "clinician", "administrator", "compliance"] as const)
      await expect(startTraining(house, house.people[role], { snapshotId, why: WHY })).rejects.toMatchObject({
        code: "forbidden",
      });
    await expect(startTraining(house, scientist(), { snapshotId, why: " " })).rejects.toMatchObject({
      code: "bad-input",
    });
    await expect(start(randomUUID())).rejects.toMatchObject({ code: "not-found" });
    const { id, version } = await start();
    expect(version).toBe("1.1.0");
    expect(await lastAudit(house)).toMatchObject({
      verb: "start-training",
      outcome: "done",
      target: { runId: id, snapshotId, modelVersion: "1.1.0" },
    });
    await expect(start()).rejects.toMatchObject({ code: "busy" });
    await cancelTraining(house, scientist(), { runId: id });
    expect(await runOf(id)).toMatchObject({ state: "cancelled", why: WHY });
    // What was cancelled before it began is not begun.
    await runDueTraining(house);
    expect(await runOf(id)).toMatchObject({ state: "cancelled", attempts: 0 });
    await expect(cancelTraining(house, scientist(), { runId: id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("say so where the set counts something else than the version they begin with predicts", async () => {
    const other = await storeTrainingSet(house, 10, "unplanned-readmission-30d");
    const { id } = await start(other);
    const { log } = await runOf(id);
    expect(log[1]?.line).toMatch(/predicts any readmission .* counts unplanned readmission .* do not compare/);
    await cancelTraining(house, scientist(), { runId: id });
    await runDueTraining(house);
    const { snapshots } = await readTrainingRuns(house, scientist(), {});
    expect(snapshots.find((set) => set.id === other)?.target).toMatch(/^unplanned readmission/);
  });

  it("say in one sentence why they failed, and leave nothing registered", async () => {
    const { id, version } = await start(await storeTrainingSet(house, 50));
    expect(await runDueTraining(house)).toBe(true);
    const run = await runOf(id);
    expect(run).toMatchObject({ state: "failed", report: null });
    expect(run.log.at(-1)?.line).toContain("too few to learn from");
    const registered = await house.database.transaction((tx) =>
      tx.select().from(modelVersions).where(eq(modelVersions.version, version)),
    );
    expect(registered).toEqual([]);
    expect(await house.database.transaction((tx) => tx.select().from(tasks))).toEqual([]);
  });

  it("stop where the process ends, begin again in the next one, and stop for good when cancelled", async () => {
    const { id } = await start();
    const ending = new AbortController();
    setTimeout(() => ending.abort(), 600);
    expect(await runDueTraining(house, ending.signal)).toBe(false);
    expect(await runOf(id)).toMatchObject({ state: "running", attempts: 1 });
    // Nobody may take it before its lease is over.
    expect(await runDueTraining(house)).toBe(false);
    house.now = new Date(house.now.getTime() + 5 * 60_000);
    const going = runDueTraining(house);
    await cancelTraining(house, scientist(), { runId: id });
    await going;
    const run = await runOf(id);
    expect(run.state).toBe("cancelled");
    expect(run.log.map(({ line }) => line).join(" ")).toContain("Somebody asked to cancel it.");
  });

  it("register a version with its lineage and report, which serves nobody", async () => {
    // What a set counts is what the version predicts.
    const unplanned = await storeTrainingSet(house, 1_200, "unplanned-readmission-30d");
    const { id, version } = await start(unplanned);
    expect(await runDueTraining(house)).toBe(true);
    const run = await runOf(id);
    expect(run).toMatchObject({ state: "done", progress: 1, version, attempts: 1 });
    expect(run.report?.experiment.results).toHaveLength(5);
    expect(run.report?.treatment.byTier.reduce((sum, { stays }) => sum + stays, 0)).toBe(1_200);
    expect(run.report?.treatment.sensitivity).not.toBeNull();
    const [registered] = await house.database.transaction((tx) =>
      tx.select().from(modelVersions).where(eq(modelVersions.version, version)),
    );
    const lineage = { snapshotId: unplanned, trainingRunId: id, parentVersion: "1.0.0" };
    expect(registered).toMatchObject({ source: "trained", ...lineage });
    expect(registered?.manifest.target).toBe("unplanned-readmission-30d");
    expect(registered?.card).toContain("of **unplanned readmission within 30 days**");
    expect(registered?.manifest.training).toMatchObject({ rows: 1_200, dataSha256: "a".repeat(64) });
    expect(JSON.stringify(registered?.manifest)).not.toContain("payer");
    expect(house.model.facts.version).toBe("1.0.0");
    const stored = await house.database.transaction((tx) =>
      tx.select().from(trainingRuns).where(eq(trainingRuns.id, id)),
    );
    expect(stored[0]?.finishedAt).not.toBeNull();
  });
});
