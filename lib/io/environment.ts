import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { parseSigningKeys, type SigningKey } from "@/lib/core/connections/signing-keys";
import { Fault } from "@/lib/core/fault";
import { LEAST_DAYS } from "@/lib/core/worklist/past-list-retention";
import { type DeliverySettings, deliverySettings } from "@/lib/io/delivery/delivery-settings";

const text = z.string().min(1);
const httpUrl = z.url({ protocol: /^https?$/ });
const timeZone = text.refine((name) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}, "must be an IANA time zone such as Europe/London");

/** Tokens of a FHIR search, with commas between them. */
const classCodes = text
  .transform((codes) => codes.split(",").map((code) => code.trim()))
  .refine((codes) => codes.every((code) => /^[^\s$\\]+$/.test(code)), "must be class codes with commas between them");

const isKey = (key: string): boolean => Buffer.from(key, "base64").length === 32;

/** Every variable Wardlight reads, and nothing else. */
const variables = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }).optional(),
  WARDLIGHT_DATA_DIR: text.default(".wardlight"),
  WARDLIGHT_ROOT: text.optional(),
  WARDLIGHT_AUDIT_ANCHOR_FILE: text.optional(),
  WARDLIGHT_DEMO: z.literal("1", "must be 1 or left out").optional(),
  WARDLIGHT_DATA: text.optional(),
  WARDLIGHT_DEBUG: text.optional(),
  WARDLIGHT_CHROMIUM: text.optional(),
  WARDLIGHT_TIME_ZONE: timeZone.optional(),
  WARDLIGHT_PAST_LIST_DAYS: z.coerce
    .number("must be a number of days")
    .int("must be a whole number of days")
    .min(LEAST_DAYS, `must be at least ${LEAST_DAYS} days`)
    .optional(),
  WARDLIGHT_ENCRYPTION_KEY: text.refine(isKey, "must be 32 bytes in base64 (openssl rand -base64 32)").optional(),
  WARDLIGHT_ENCRYPTION_KEYS_OLD: text
    .transform((keys) => keys.split(",").map((key) => key.trim()))
    .refine((keys) => keys.every(isKey), "must be keys of 32 bytes in base64, with commas between them")
    .optional(),
  NEXTAUTH_URL: httpUrl.optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must be at least 32 characters").optional(),
  OIDC_ISSUER: httpUrl.optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  WARDLIGHT_LOCAL_SIGN_IN: z.enum(["on", "off"], "must be on or off").optional(),
  FHIR_BASE_URL: httpUrl.optional(),
  FHIR_CLIENT_ID: text.optional(),
  FHIR_PRIVATE_KEY: text.optional(),
  FHIR_SCOPE: text.optional(),
  FHIR_INPATIENT_CLASSES: classCodes.optional(),
  SMTP_URL: text.optional(),
  SMTP_FROM: text.optional(),
  SMTP_TLS: z.literal("off", "must be off or left out").optional(),
  WARDLIGHT_WEBHOOK_HOSTS: text.optional(),
  WARDLIGHT_WEBHOOK_NETWORKS: text.optional(),
  METRICS_TOKEN: z.string().min(16, "must be at least 16 characters (openssl rand -hex 32)").optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
});

/** Variables that mean nothing without each other. */
const TOGETHER = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  ["FHIR_CLIENT_ID", "FHIR_PRIVATE_KEY", "FHIR_BASE_URL"],
  ["SMTP_URL", "SMTP_FROM"],
] as const;

/** What also means something alone: an address that asks for no sign-in, a key that is only announced. */
const ALONE = ["FHIR_BASE_URL", "FHIR_PRIVATE_KEY"];

export interface Environment {
  readonly root: string;
  readonly dataDirectory: string;
  readonly databaseUrl: string | null;
  /** Where the audit chain's end is kept outside the database: always in the data directory, and where else it was asked for. */
  readonly auditAnchorFiles: readonly [string, ...string[]];
  readonly isDemo: boolean;
  readonly encryptionKey: Buffer;
  /** Keys that were replaced and may still be needed to open the database's keyring. */
  readonly olderEncryptionKeys: readonly Buffer[];
  readonly sessionSecret: string;
  readonly baseUrl: string;
  /** The hospital's identity provider; null where people sign in with passwords kept here. */
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null;
  /** Whether passwords kept here let anybody in. */
  readonly hasLocalSignIn: boolean;
  /** FHIR R4 server to read patients from; null where none is. */
  readonly fhirBaseUrl: string | null;
  /** How Wardlight signs in there (SMART Backend Services); null where the server answers without. */
  readonly fhirSignIn: {
    readonly clientId: string;
    readonly keys: readonly [SigningKey, ...SigningKey[]];
    /** Exactly these scopes; null: what the reading needs. */
    readonly scope: string | null;
  } | null;
  /** Class codes of the site's own that inpatients bear there. */
  readonly fhirInpatientClasses: readonly string[];
  /** Keys Wardlight proves itself with elsewhere, the one that signs first; their public parts are published. */
  readonly signingKeys: readonly SigningKey[];
  /** Where word of alerts may go outside this machine. */
  readonly delivery: DeliverySettings;
  readonly timeZone: string;
  /** How long handed-out lists are kept; null: for ever. */
  readonly pastListDays: number | null;
  readonly logLevel: string;
  /** What a Prometheus server must send to read the metrics; null: nobody may, but in the demo. */
  readonly metricsToken: string | null;
  /** Where traces are sent (OTLP over HTTP); null: none are made. */
  readonly tracesEndpoint: string | null;
}

/** Secrets the demo makes for itself, once, readable by its owner alone. */
function demoSecrets(dataDirectory: string): { WARDLIGHT_ENCRYPTION_KEY: string; NEXTAUTH_SECRET: string } {
  const file = join(dataDirectory, "demo-secrets.json");
  const schema = z.object({ WARDLIGHT_ENCRYPTION_KEY: text, NEXTAUTH_SECRET: text });
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    const made = {
      WARDLIGHT_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: "wx" });
  }
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new Fault("misconfigured", `${file} cannot be read as the demo's secrets.`, { cause });
  }
}

/** An address that never leaves this machine. */
const isLoopback = (url: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

/** How people sign in: throws a Fault where nobody could, or where what they send could be read on the way. */
function signInSettings(values: z.output<typeof variables>): Pick<Environment, "oidc" | "hasLocalSignIn"> {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  const isOff = values.WARDLIGHT_LOCAL_SIGN_IN === "off";
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    if (isOff)
      throw new Fault(
        "misconfigured",
        "WARDLIGHT_LOCAL_SIGN_IN is off and OIDC_ISSUER is not set: nobody could sign in.",
      );
    return { oidc: null, hasLocalSignIn: true };
  }
  if (!issuer.startsWith("https:") && !isLoopback(issuer))
    throw new Fault("misconfigured", "OIDC_ISSUER: must be an https:// address.");
  if (isOff && values.WARDLIGHT_DEMO === "1")
    throw new Fault("misconfigured", "WARDLIGHT_LOCAL_SIGN_IN is off, but the demo's accounts sign in with passwords.");
  return { oidc: { issuer, clientId, clientSecret }, hasLocalSignIn: !isOff };
}

/** How Wardlight proves itself to the FHIR server; throws a Fault where a token could be read on the way. */
function fhirSettings(values: z.output<typeof variables>): Pick<Environment, "fhirSignIn" | "signingKeys"> {
  const { FHIR_CLIENT_ID: clientId, FHIR_BASE_URL: baseUrl, FHIR_SCOPE: scope = null } = values;
  const keys = values.FHIR_PRIVATE_KEY === undefined ? null : parseSigningKeys(values.FHIR_PRIVATE_KEY);
  if (clientId === undefined || baseUrl === undefined || keys === null)
    return { fhirSignIn: null, signingKeys: keys ?? [] };
  if (!baseUrl.startsWith("https:") && !isLoopback(baseUrl))
    throw new Fault("misconfigured", "FHIR_BASE_URL: must be an https:// address where Wardlight signs in.");
  return { fhirSignIn: { clientId, keys, scope }, signingKeys: keys };
}

function blankIsAbsent(source: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(source).filter((entry): entry is [string, string] => !!entry[1]));
}

/**
 * The environment, parsed once at start. Throws a Fault naming the variable when a value is bad, when a WARDLIGHT_
 * variable is unknown (a typing error must not pass for a setting), or when a secret is missing outside the demo.
 */
export function parseEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const given = blankIsAbsent(source);
  const unknown = Object.keys(given).find((name) => name.startsWith("WARDLIGHT_") && !(name in variables.shape));
  if (unknown !== undefined) throw new Fault("misconfigured", `${unknown} is not a setting Wardlight knows.`);

  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Fault("misconfigured", `${String(issue?.path[0])}: ${issue?.message ?? "is not valid"}.`);
  }
  const values = parsed.data;
  for (const names of TOGETHER) {
    const missing = names.find((name) => values[name] === undefined);
    const present = names.find((name) => !ALONE.includes(name) && values[name] !== undefined);
    if (missing !== undefined && present !== undefined)
      throw new Fault("misconfigured", `${missing} is missing: ${present} is set and means nothing without it.`);
  }

  const root = resolve(values.WARDLIGHT_ROOT ?? process.cwd());
  const dataDirectory = resolve(root, values.WARDLIGHT_DATA_DIR);
  const isDemo = values.WARDLIGHT_DEMO === "1";
  const secrets = isDemo ? { ...demoSecrets(dataDirectory), ...given } : given;
  const required = (name: "WARDLIGHT_ENCRYPTION_KEY" | "NEXTAUTH_SECRET" | "NEXTAUTH_URL"): string => {
    const value = (secrets as Record<string, string | undefined>)[name];
    if (value === undefined)
      throw new Fault("misconfigured", `${name} is missing: Wardlight does not start without it.`);
    return value;
  };
  return {
    root,
    dataDirectory,
    databaseUrl: values.DATABASE_URL ?? null,
    auditAnchorFiles: [
      join(dataDirectory, "audit-anchors.jsonl"),
      ...(values.WARDLIGHT_AUDIT_ANCHOR_FILE ? [resolve(root, values.WARDLIGHT_AUDIT_ANCHOR_FILE)] : []),
    ],
    isDemo,
    encryptionKey: Buffer.from(required("WARDLIGHT_ENCRYPTION_KEY"), "base64"),
    olderEncryptionKeys: (values.WARDLIGHT_ENCRYPTION_KEYS_OLD ?? []).map((key) => Buffer.from(key, "base64")),
    sessionSecret: required("NEXTAUTH_SECRET"),
    baseUrl: values.NEXTAUTH_URL ?? (isDemo ? `http://localhost:${values.PORT}` : required("NEXTAUTH_URL")),
    ...signInSettings(values),
    fhirBaseUrl: values.FHIR_BASE_URL ?? null,
    ...fhirSettings(values),
    fhirInpatientClasses: values.FHIR_INPATIENT_CLASSES ?? [],
    delivery: deliverySettings(values),
    timeZone: values.WARDLIGHT_TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    pastListDays: values.WARDLIGHT_PAST_LIST_DAYS ?? null,
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN ?? null,
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  };
}
