/** Upper edges in seconds: from a list out of memory to a request somebody gives up on. */
const WAITS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** One stay is scored within a millisecond, an import's thousands within a second or two. */
const SCORING = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;

interface Metric {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper edges; histograms alone. */
  readonly buckets?: readonly number[];
}

/**
 * Every number Wardlight itself tells a Prometheus server. Names and labels are kept from version to version: dashboards
 * and alert rules are written against them. No label ever holds an id, a name or anything else of a patient or a person.
 * @see https://prometheus.io/docs/practices/naming/
 */
export const METRICS = {
  wardlight_http_request_duration_seconds: {
    kind: "histogram",
    help: "Time to answer HTTP requests, by route (as built, never the address), method and class of status.",
    labels: ["method", "route", "status"],
    buckets: WAITS,
  },
  wardlight_http_requests_in_flight: { kind: "gauge", help: "HTTP requests being answered.", labels: [] },
  wardlight_event_streams_open: {
    kind: "gauge",
    help: "Readers of the list who hear of changes as they happen.",
    labels: [],
  },
  wardlight_verb_duration_seconds: {
    kind: "histogram",
    help: "Time of everything a person, a program or a schedule asked for, by verb and how it ended.",
    labels: ["verb", "outcome"],
    buckets: WAITS,
  },
  wardlight_inference_duration_seconds: {
    kind: "histogram",
    help: "Time of calls of a model, by version; a call scores one stay or thousands.",
    labels: ["version"],
    buckets: SCORING,
  },
  wardlight_inference_failures_total: {
    kind: "counter",
    help: "Calls of a model that gave no answer that could be used, by version and why.",
    labels: ["version", "failure"],
  },
  wardlight_predictions_total: {
    kind: "counter",
    help: "Stays a model was asked about, by version, in which part it served, and tier or abstained.",
    labels: ["version", "served_as", "tier"],
  },
  wardlight_database_query_duration_seconds: {
    kind: "histogram",
    help: "Time of SQL statements, by the first word.",
    labels: ["operation"],
    buckets: WAITS,
  },
  wardlight_database_wait_duration_seconds: {
    kind: "histogram",
    help: "Time transactions waited for a connection.",
    labels: [],
    buckets: WAITS,
  },
  wardlight_database_connections: {
    kind: "gauge",
    help: "Connections of this process by state; waiting: transactions without one.",
    labels: ["state"],
  },
  wardlight_tasks: {
    kind: "gauge",
    help: "Work that must not be lost, by kind and state; dead: put aside for somebody to look at.",
    labels: ["kind", "state"],
  },
  wardlight_task_oldest_seconds: {
    kind: "gauge",
    help: "How long the oldest work that is due has been waiting, by kind; 0 where none is.",
    labels: ["kind"],
  },
  wardlight_feed_lag_seconds: {
    kind: "gauge",
    help: "Age of the newest reading of the FHIR server that reached everybody; absent where none ever did.",
    labels: [],
  },
  wardlight_feed_configured: { kind: "gauge", help: "1 where patients are read from a FHIR server.", labels: [] },
  wardlight_feed_failures: {
    kind: "gauge",
    help: "Failures of the FHIR server in a row; 0 while it answers.",
    labels: [],
  },
  wardlight_patients_unread: {
    kind: "gauge",
    help: "Patients whose record could never be read.",
    labels: [],
  },
  wardlight_data_age_seconds: {
    kind: "gauge",
    help: "Time since data of any patient arrived; absent where none ever did.",
    labels: [],
  },
  wardlight_alerts_looked_age_seconds: {
    kind: "gauge",
    help: "Time since the alert rules were last looked at, whole; absent where they never were.",
    labels: [],
  },
  wardlight_audit_unsealed_rows: {
    kind: "gauge",
    help: "Audit rows newer than the chain's end.",
    labels: [],
  },
  wardlight_model_serving: {
    kind: "gauge",
    help: "1 for each version in use, and as what.",
    labels: ["version", "alias"],
  },
  wardlight_monitoring_incidents_open: {
    kind: "gauge",
    help: "What monitoring found to go wrong with a version and has not ended, by version and kind.",
    labels: ["version", "kind"],
  },
  wardlight_monitoring_age_seconds: {
    kind: "gauge",
    help: "Time since monitoring last looked at a version; absent where it never did.",
    labels: ["version"],
  },
  wardlight_drift_psi: {
    kind: "gauge",
    help: "Population stability index of each feature of the last week against the reference, by version.",
    labels: ["version", "feature"],
  },
  wardlight_performance_auroc: {
    kind: "gauge",
    help: "AUROC of the newest four weeks there are figures for, by version; estimated before outcomes, or realised.",
    labels: ["version", "source"],
  },
  wardlight_observed_expected_ratio: {
    kind: "gauge",
    help: "Readmissions observed over expected in the newest four weeks whose outcomes are known, by version.",
    labels: ["version"],
  },
  wardlight_operational_anomaly_z: {
    kind: "gauge",
    help: "How unusual the last whole hour was for its time of day, by series; beyond 6 either way is unusual.",
    labels: ["series"],
  },
  wardlight_database_up: {
    kind: "gauge",
    help: "1 where the database answered the questions behind these numbers; 0: what it alone knows is missing here.",
    labels: [],
  },
  wardlight_build_info: { kind: "gauge", help: "1; the version of Wardlight that runs.", labels: ["version"] },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;
type Of<Kind extends Metric["kind"]> = {
  [Name in MetricName]: (typeof METRICS)[Name]["kind"] extends Kind ? Name : never;
}[MetricName];
export type CounterName = Of<"counter">;
export type GaugeName = Of<"gauge">;
export type HistogramName = Of<"histogram">;
export type LabelsOf<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]["labels"][number], string>>;

/** Different values one label may take in one process; more than this is a mistake, and stands together as "other". */
export const MOST_LABEL_VALUES = 200;

const LABEL = /^[A-Za-z0-9_./[\]()@+ -]{1,100}$/;

/**
 * A guard in front of one label: short plain text, and never more than `most` different ones. What is neither is
 * "other", so that no mistake can flood the server that stores these numbers, or put words into it.
 */
export function boundedLabel(most = MOST_LABEL_VALUES): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (!LABEL.test(value) || known.size >= most) return "other";
    known.add(value);
    return value;
  };
}
