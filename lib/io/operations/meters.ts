import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import {
  boundedLabel,
  type CounterName,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  METRICS,
  type MetricName,
} from "@/lib/core/operations/metrics";

type Instrument = Counter | Gauge | Histogram;

interface Meters {
  readonly registry: Registry;
  readonly instruments: ReadonlyMap<MetricName, Instrument>;
  readonly labels: ReadonlyMap<string, (value: string) => string>;
}

function makeInstrument(name: MetricName, registry: Registry): Instrument {
  const { kind, help, labels, ...rest } = METRICS[name];
  const settings = { name, help, labelNames: [...labels], registers: [registry] };
  if (kind === "counter") return new Counter(settings);
  if (kind === "gauge") return new Gauge(settings);
  return new Histogram({ ...settings, buckets: "buckets" in rest ? [...rest.buckets] : [] });
}

function makeMeters(): Meters {
  const registry = new Registry();
  // Memory, processor, event-loop lag, garbage collection: under the names every Node.js dashboard knows.
  collectDefaultMetrics({ register: registry });
  const names = Object.keys(METRICS) as MetricName[];
  return {
    registry,
    instruments: new Map(names.map((name) => [name, makeInstrument(name, registry)])),
    labels: new Map(
      names.flatMap((name) => METRICS[name].labels.map((label) => [`${name} ${label}`, boundedLabel()] as const)),
    ),
  };
}

/** One set a process, on globalThis: the server's bundles each carry their own copy of this module. */
const KEY = Symbol.for("wardlight.meters");
const holder = globalThis as typeof globalThis & { [KEY]?: Meters };

function meters(): Meters {
  holder[KEY] ??= makeMeters();
  return holder[KEY];
}

function instrument<Name extends MetricName>(name: Name, labels: LabelsOf<Name>) {
  const { instruments, labels: guards } = meters();
  const bounded: Record<string, string> = {};
  for (const [label, value] of Object.entries<string>(labels))
    bounded[label] = guards.get(`${name} ${label}`)?.(value) ?? "other";
  return { of: instruments.get(name) as Instrument, bounded };
}

/** Counts something that happened. */
export function count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, times = 1): void {
  const { of, bounded } = instrument(name, labels);
  (of as Counter).inc(bounded, times);
}

/** Notes how long something took, in milliseconds as `performance.now()` counts; told on in seconds. */
export function timed<Name extends HistogramName>(name: Name, labels: LabelsOf<Name>, ms: number): void {
  const { of, bounded } = instrument(name, labels);
  (of as Histogram).observe(bounded, ms / 1000);
}

/** Says how something stands. */
export function stands<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, value: number): void {
  const { of, bounded } = instrument(name, labels);
  (of as Gauge).set(bounded, value);
}

/** One more, or one less, under way. */
export function moves<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, by: 1 | -1): void {
  const { of, bounded } = instrument(name, labels);
  (of as Gauge).inc(bounded, by);
}

/** Nothing is known of these any more: what is not said again is absent, rather than old. */
export function forgets(names: readonly GaugeName[]): void {
  for (const name of names) {
    const gauge = meters().instruments.get(name) as Gauge;
    gauge.reset();
    // One without labels would stand at 0, which is a number too.
    if (METRICS[name].labels.length === 0) gauge.remove();
  }
}

/** Everything, as Prometheus reads it (text format 0.0.4). */
export async function metricsText(): Promise<{ readonly contentType: string; readonly text: string }> {
  const { registry } = meters();
  return { contentType: registry.contentType, text: await registry.metrics() };
}
