import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { isFault } from "@/lib/core/fault";
import { errorFields } from "@/lib/core/operations/log-fields";
import { allowedSpanFields, type SpanFields } from "@/lib/core/operations/span-fields";
import type { Log } from "@/lib/io/log";

interface Tracing {
  readonly tracer: Tracer;
  readonly within: AsyncLocalStorage<Context>;
  /** Reads a `traceparent` header. */
  readonly parentOf: (header: string) => Context;
}

/**
 * On globalThis: the server's bundles each carry their own copy of this module. Not OpenTelemetry's own global tracer:
 * the framework would write spans of its own there, with addresses in them.
 */
const KEY = Symbol.for("wardlight.tracing");
const holder = globalThis as typeof globalThis & { [KEY]?: Tracing | undefined };

/**
 * Begins to send traces to a collector (OTLP over HTTP, JSON). Until this is called, and after what it returns was, no
 * span is made. The packages behind it are loaded only here.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function startTracing(
  endpoint: string,
  { version, log }: { readonly version: string; readonly log: Log },
): Promise<{ close(): Promise<void> }> {
  const [{ BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }, core] =
    await Promise.all([
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/core"),
    ]);
  const otlp = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces` });
  let isLost = false;
  const exporter: SpanExporter = {
    export: (spans, done) =>
      otlp.export(spans, (result) => {
        const failed = result.code !== core.ExportResultCode.SUCCESS;
        // Once when it begins: a collector that is away is no reason to fill the log.
        if (failed && !isLost) log.warn({ err: result.error }, "traces could not be sent");
        isLost = failed;
        done(result);
      }),
    forceFlush: () => otlp.forceFlush(),
    shutdown: () => otlp.shutdown(),
  };
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "wardlight", "service.version": version }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2_000 })],
  });
  holder[KEY] = {
    tracer: provider.getTracer("wardlight", version),
    within: new AsyncLocalStorage(),
    parentOf: (header) => {
      const parent = core.parseTraceParent(header);
      return parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
    },
  };
  return {
    close: async () => {
      holder[KEY] = undefined;
      await provider.shutdown().catch(() => undefined);
    },
  };
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** One thing being done, as part of what it is done for. */
export interface SpanOptions {
  /** The same for all of its kind: a route, a verb, a statement's first word. */
  readonly name: string;
  readonly kind: keyof typeof KINDS;
  readonly fields: SpanFields;
  /** A `traceparent` header of whoever asked, where there was one. */
  readonly parent?: string | undefined;
}

interface OpenSpan {
  /** Runs work as part of it. */
  run<T>(work: () => T): T;
  end(fields: SpanFields, failed: boolean): void;
}

const NO_SPAN: OpenSpan = { run: (work) => work(), end: () => {} };

/** Begins a span that ends when it is told to; nothing where traces are not made. */
export function beginSpan({ name, kind, fields, parent }: SpanOptions): OpenSpan {
  const tracing = holder[KEY];
  if (tracing === undefined) return NO_SPAN;
  const { tracer, within, parentOf } = tracing;
  const around = parent === undefined ? (within.getStore() ?? ROOT_CONTEXT) : parentOf(parent);
  const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: allowedSpanFields(fields) }, around);
  return {
    run: (work) => within.run(trace.setSpan(around, span), work),
    end: (more, failed) => {
      span.setAttributes(allowedSpanFields(more));
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/** Which kind of failure: its code or name, never its message. */
function failureOf(thrown: unknown): string {
  if (isFault(thrown)) return thrown.code;
  const { code, name } = errorFields(thrown);
  return String(code ?? name ?? "error");
}

/** Does work within a span of its own. A refusal is no error: it is what was asked for. */
export async function traced<T>(options: () => SpanOptions, work: () => Promise<T>): Promise<T> {
  if (holder[KEY] === undefined) return work();
  const span = beginSpan(options());
  try {
    const result = await span.run(work);
    span.end({}, false);
    return result;
  } catch (thrown) {
    span.end({ "error.type": failureOf(thrown) }, !isFault(thrown));
    throw thrown;
  }
}
