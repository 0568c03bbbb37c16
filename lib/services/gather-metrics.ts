import type { GaugeName } from "@/lib/core/operations/metrics";
import { forgets, metricsText, stands } from "@/lib/io/operations/meters";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";
import { findOperationalState, type Monitored, type OperationalState } from "@/lib/services/operational-state";

/** A database that takes longer is told of by being absent: the rest must be there all the more. */
const PATIENCE_MS = 3_000;

const FROM_DATABASE = [
  "wardlight_tasks",
  "wardlight_task_oldest_seconds",
  "wardlight_feed_lag_seconds",
  "wardlight_feed_failures",
  "wardlight_patients_unread",
  "wardlight_data_age_seconds",
  "wardlight_alerts_looked_age_seconds",
  "wardlight_audit_unsealed_rows",
  "wardlight_model_serving",
  "wardlight_monitoring_incidents_open",
  "wardlight_monitoring_age_seconds",
  "wardlight_drift_psi",
  "wardlight_performance_auroc",
  "wardlight_observed_expected_ratio",
] as const satisfies readonly GaugeName[];

function tellState({ queues, plan, ...state }: OperationalState): void {
  for (const { kind, oldestSeconds, ...counts } of queues) {
    for (const name of ["due", "running", "later", "dead"] as const)
      stands("wardlight_tasks", { kind, state: name }, counts[name]);
    stands("wardlight_task_oldest_seconds", { kind }, oldestSeconds);
  }
  if (state.feedLagSeconds !== null) stands("wardlight_feed_lag_seconds", {}, state.feedLagSeconds);
  if (state.dataAgeSeconds !== null) stands("wardlight_data_age_seconds", {}, state.dataAgeSeconds);
  if (state.alertsLookedSeconds !== null) stands("wardlight_alerts_looked_age_seconds", {}, state.alertsLookedSeconds);
  stands("wardlight_feed_failures", {}, state.feedFailures);
  stands("wardlight_patients_unread", {}, state.unreadPatients);
  stands("wardlight_audit_unsealed_rows", {}, state.unsealedRows);
  for (const { modelVersion, alias } of [plan.champion, ...plan.visible, ...plan.shadows])
    stands("wardlight_model_serving", { version: modelVersion, alias }, 1);
  for (const { version, kind, open } of state.incidents)
    stands("wardlight_monitoring_incidents_open", { version, kind }, open);
  for (const monitored of state.monitored) tellMonitored(monitored);
}

function tellMonitored({ version, ageSeconds, report }: Monitored): void {
  stands("wardlight_monitoring_age_seconds", { version }, ageSeconds);
  for (const { name, psi } of report.features) stands("wardlight_drift_psi", { version, feature: name }, psi);
  const newest = report.performance.at(-1);
  const realised = report.performance.findLast((chunk) => chunk.realised !== null)?.realised;
  const figures = { estimated: newest?.estimated.auroc, realised: realised?.auroc };
  for (const [source, auroc] of Object.entries(figures))
    if (auroc != null) stands("wardlight_performance_auroc", { version, source }, auroc);
  if (realised?.observedExpected != null)
    stands("wardlight_observed_expected_ratio", { version }, realised.observedExpected);
}

function tellProcess({ database, fhir }: House, version: string): void {
  const { open, idle, waiting } = database.connections();
  stands("wardlight_database_connections", { state: "idle" }, idle);
  stands("wardlight_database_connections", { state: "active" }, open - idle);
  stands("wardlight_database_connections", { state: "waiting" }, waiting);
  stands("wardlight_feed_configured", {}, fhir === undefined ? 0 : 1);
  stands("wardlight_build_info", { version }, 1);
}

async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One question to the database at a time, however many ask. */
const asking = houseMemory("gather-metrics", () => ({ now: null as Promise<OperationalState> | null }));

function askDatabase(house: House): Promise<OperationalState> {
  const state = asking(house);
  state.now ??= house.database
    .transaction((tx) => findOperationalState(house, tx))
    .finally(() => {
      state.now = null;
    });
  return state.now;
}

/** Every metric of this process, and of the database as far as it answers, as a Prometheus server reads them. */
export async function gatherMetrics(
  house: House,
  { version }: { readonly version: string },
): Promise<{ readonly contentType: string; readonly text: string }> {
  const state = await inTime(askDatabase(house));
  forgets(FROM_DATABASE);
  if (state !== null) tellState(state);
  stands("wardlight_database_up", {}, state === null ? 0 : 1);
  tellProcess(house, version);
  return metricsText();
}
