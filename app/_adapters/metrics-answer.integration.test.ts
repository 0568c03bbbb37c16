import { beforeAll, expect, it } from "vitest";
import { answerMetrics } from "@/app/_adapters/metrics-answer";
import type { MonitoringReport } from "@/lib/core/monitoring/monitoring-report";
import { METRICS } from "@/lib/core/operations/metrics";
import { monitoringIncidents, monitoringReports } from "@/lib/io/database/monitoring-schema";
import { appendAudits } from "@/lib/services/audit-log";
import { importBundles } from "@/lib/services/import-bundles";
import type { RunningHouse } from "@/lib/services/running-house";
import { askForTasks } from "@/lib/services/tasks";
import { bundleOf } from "@/lib/services/test-bundle";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { findAnomalies } from "@/lib/services/watch-series";

const TOKEN = "0123456789abcdef0123";

describeScoringHouse("the metrics", ({ house }) => {
  const ask = (authorization: string | null, environment: Partial<RunningHouse["environment"]>) => {
    const headers = authorization === null ? {} : { authorization };
    const running = { ...house, model: house.model, environment } as unknown as RunningHouse;
    return answerMetrics(new Request("https://wardlight.test/api/metrics", { headers }), () => running);
  };
  const read = async () => (await ask(null, { isDemo: true, metricsToken: null })).text();

  beforeAll(async () => {
    await importBundles(
      house,
      { system: "test" },
      { bundles: [bundleOf("p1", [{ id: "e1", start: "2026-03-08T10:00:00Z" }])] },
    );
  });

  it("are for who has the token, and in the demo for everybody where none is set", async () => {
    const real = { isDemo: false, metricsToken: TOKEN };
    expect((await ask(null, real)).status).toBe(401);
    expect((await ask("Bearer wrong", real)).status).toBe(401);
    expect((await ask(`Basic ${TOKEN}`, real)).status).toBe(401);
    expect((await ask(`Bearer ${TOKEN}`, real)).status).toBe(200);
    expect((await ask(`Bearer ${TOKEN}`, { isDemo: false, metricsToken: null })).status).toBe(503);
    expect((await ask(null, { isDemo: true, metricsToken: TOKEN })).status).toBe(401);
    const free = await ask(null, { isDemo: true, metricsToken: null });
    expect(free.status).toBe(200);
    expect(free.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it("say what was done, by verb, by version, by kind of statement", async () => {
    const text = await read();
    expect(text).toMatch(/^wardlight_verb_duration_seconds_count\{verb="import-bundles",outcome="done"\} [1-9]/m);
    expect(text).toMatch(/^wardlight_inference_duration_seconds_count\{version="1\.0\.0"\} [1-9]/m);
    expect(text).toMatch(
      /^wardlight_predictions_total\{version="1\.0\.0",served_as="champion",tier="[a-z-]+"\} [1-9]/m,
    );
    expect(text).toMatch(/^wardlight_database_query_duration_seconds_count\{operation="insert"\} [1-9]/m);
    expect(text).toMatch(/^wardlight_model_serving\{version="1\.0\.0",alias="champion"\} 1$/m);
    expect(text).toMatch(/^wardlight_database_connections\{state="waiting"\} 0$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    expect(text).toMatch(/^process_resident_memory_bytes /m);
  });

  it("say how long work has been waiting, and what was never read is absent, not nothing", async () => {
    const asked = new Date(house.now.getTime() - 90_000);
    await house.database.transaction((tx) => askForTasks(tx, "read-patient", { keys: ["a", "b"], now: asked }));
    const text = await read();
    expect(text).toMatch(/^wardlight_tasks\{kind="read-patient",state="due"\} 2$/m);
    expect(text).toMatch(/^wardlight_task_oldest_seconds\{kind="read-patient"\} 90$/m);
    expect(text).toMatch(/^wardlight_task_oldest_seconds\{kind="train-model"\} 0$/m);
    expect(text).not.toMatch(/^wardlight_feed_lag_seconds /m);
    expect(text).not.toMatch(/^wardlight_alerts_looked_age_seconds /m);
    expect(text).toMatch(/^wardlight_feed_configured 0$/m);
    expect(text).toMatch(/^wardlight_database_up 1$/m);
  });

  it("say what monitoring found", async () => {
    const values = { modelVersion: "1.0.0", subject: "age", figures: {}, foundOn: "2026-03-08", lastOn: "2026-03-09" };
    const kind = "input-moved" as const;
    const none = { reference: null, window: null, abstained: null, called: null, curve: [], groups: [] };
    const rest = { lastPredictionDay: null, sourceDays: 0, simulated: true, seconds: 1 };
    const estimated = { auroc: 0.66, auprc: null, brier: null };
    const performance = [{ from: "2026-02-09", to: "2026-03-08", stays: 900, estimated, realised: null }];
    const psi = { name: "age", psi: 0.31 } as MonitoringReport["features"][number];
    const report = { ...none, ...rest, soFar: { days: 30, stays: 900 }, features: [psi], performance };
    const common = { modelVersion: "1.0.0", throughDay: "2026-03-09" };
    await house.database.transaction(async (tx) => {
      await tx.insert(monitoringIncidents).values([
        { ...values, kind },
        { ...values, kind, subject: "ended", endedOn: "2026-03-09" },
      ]);
      await tx.insert(monitoringReports).values([
        { ...common, at: new Date(0), report: { ...report, features: [{ ...psi, psi: 9 }] } },
        { ...common, at: new Date(house.now.getTime() - 3_600_000), report },
      ]);
    });
    const text = await read();
    expect(text).toMatch(/^wardlight_monitoring_incidents_open\{version="1\.0\.0",kind="input-moved"\} 1$/m);
    expect(text).toMatch(/^wardlight_drift_psi\{version="1\.0\.0",feature="age"\} 0\.31$/m);
    expect(text).toMatch(/^wardlight_performance_auroc\{version="1\.0\.0",source="estimated"\} 0\.66$/m);
    expect(text).toMatch(/^wardlight_monitoring_age_seconds\{version="1\.0\.0"\} 3600$/m);
    expect(text).not.toMatch(/^wardlight_observed_expected_ratio\{/m);
  });

  it("know an hour that is unlike the same hour of other days", async () => {
    const hour = Math.floor(house.now.getTime() / 3_600_000) * 3_600_000;
    const row = {
      actorId: null,
      actorRole: null,
      verb: "read-stay",
      outcome: "failed" as const,
      target: {},
      detail: {},
    };
    const at = (days: number) => new Date(hour - days * 86_400_000 + 60_000).toISOString();
    const entries = Array.from({ length: 28 }, (_, day) => ({ ...row, at: at(day + 1) }));
    const many = Array.from({ length: 60 }, () => ({ ...row, at: at(0) }));
    await house.database.transaction((tx) => appendAudits(house, tx, [...entries, ...many]));
    const later = new Date(hour + 3_600_000);
    const anomalies = await house.database.transaction((tx) => findAnomalies(tx, later));
    expect(anomalies.get("failed")).toMatchObject({ observed: 60, usual: 1 });
    expect(anomalies.get("failed")?.z).toBeGreaterThan(6);
    expect(Math.abs(anomalies.get("refused")?.z ?? 0)).toBeLessThan(6);
  });

  it("have no name and no label beyond the table's, and say when the database does not answer", async () => {
    const lost = { ...house.database, transaction: () => Promise.reject(new Error("gone")) };
    const { database } = house;
    Object.assign(house, { database: lost });
    const text = await read();
    Object.assign(house, { database });
    expect(text).toMatch(/^wardlight_database_up 0$/m);
    expect(text).not.toMatch(/^wardlight_tasks\{/m);
    const families = [...text.matchAll(/^# TYPE (wardlight_\w+)/gm)].map(([, name]) => name as string);
    expect(families.sort()).toEqual(Object.keys(METRICS).sort());
  });
});
