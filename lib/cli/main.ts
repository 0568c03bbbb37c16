import { isFault } from "@/lib/core/fault";

/** A verb of the command line: takes its own arguments, prints results on stdout, returns the exit code. */
export interface CliVerb {
  readonly help: string;
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** Loaded only when asked for: `score` must not wait for a database driver, nor `demo-setup` for a trainer. */
const VERBS: Readonly<Record<string, { readonly says: string; readonly load: () => Promise<CliVerb> }>> = {
  score: {
    says: "FHIR in, one explained risk per inpatient stay out",
    load: async () => (await import("@/lib/cli/score")).score,
  },
  "uci-to-fhir": {
    says: "UCI Diabetes-130 rows as FHIR R4 Bundles",
    load: async () => (await import("@/lib/cli/uci-to-fhir")).uciToFhir,
  },
  train: {
    says: "train a model, or cross-validate it",
    load: async () => (await import("@/lib/cli/train")).train,
  },
  evaluate: {
    says: "measure a model, or any predictions, on labelled data",
    load: async () => (await import("@/lib/cli/evaluate")).evaluate,
  },
  backtest: {
    says: "how good forecasts of a daily series would have been",
    load: async () => (await import("@/lib/cli/backtest")).backtest,
  },
  validate: {
    says: "validate a model on the outcomes in the database",
    load: async () => (await import("@/lib/cli/validate")).validate,
  },
  models: {
    says: "which versions of the model there are, and which serves whom",
    load: async () => (await import("@/lib/cli/models")).models,
  },
  snapshots: {
    says: "training sets: what a model learns from, kept as it was",
    load: async () => (await import("@/lib/cli/snapshots")).snapshots,
  },
  "rotate-keys": {
    says: "replace the encryption key",
    load: async () => (await import("@/lib/cli/rotate-keys")).rotateKeysVerb,
  },
  users: {
    says: "who may sign in, in which role, for which wards",
    load: async () => (await import("@/lib/cli/users")).users,
  },
  connections: {
    says: "which programs outside are trusted, and with what",
    load: async () => (await import("@/lib/cli/connections")).connections,
  },
  import: {
    says: "FHIR patients into the database",
    load: async () => (await import("@/lib/cli/import")).importFhir,
  },
  audit: {
    says: "check that nobody has touched the audit log",
    load: async () => (await import("@/lib/cli/audit")).auditVerb,
  },
  sync: {
    says: "read the FHIR server once",
    load: async () => (await import("@/lib/cli/sync")).sync,
  },
  "length-of-stay-fit": {
    says: "fit how long patients stay, for the bed forecast",
    load: async () => (await import("@/lib/cli/length-of-stay-fit")).lengthOfStayFit,
  },
  "demo-fit": {
    says: "fit the demo hospital's aggregates",
    load: async () => (await import("@/lib/cli/demo-fit")).demoFit,
  },
  "demo-setup": {
    says: "make the demo hospital in the database",
    load: async () => (await import("@/lib/cli/demo-setup")).demoSetup,
  },
};

function usage(): string {
  const width = Math.max(...Object.keys(VERBS).map((name) => name.length));
  const lines = Object.entries(VERBS).map(([name, { says }]) => `  ${name.padEnd(width)}  ${says}`);
  return `wardlight VERB [options]\n\n${lines.join("\n")}\n\nwardlight VERB --help tells more.`;
}

/** One plain line for whatever went wrong, never a stack. */
function sentence(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.split("\n")[0] ?? "Something went wrong.";
}

/** Arguments that node:util's parseArgs refuses are usage errors. */
const isUsageError = (thrown: unknown): boolean =>
  thrown instanceof TypeError && String((thrown as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    (name === undefined ? process.stderr : process.stdout).write(`${usage()}\n`);
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!entry) {
    process.stderr.write(`There is no verb "${name}".\n\n${usage()}\n`);
    return 2;
  }
  try {
    const verb = await entry.load();
    if (args.includes("--help") || args.includes("-h")) {
      process.stdout.write(`${verb.help}\n`);
      return 0;
    }
    return await verb.run(args);
  } catch (thrown) {
    process.stderr.write(`${sentence(thrown)}\n`);
    if (!isFault(thrown) && process.env.WARDLIGHT_DEBUG) console.error(thrown);
    return isUsageError(thrown) ? 2 : 1;
  }
}

// A reader that has seen enough (`| head`) is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
