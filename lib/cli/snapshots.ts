import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { type Action, runAction, UsageError } from "@/lib/cli/run-action";
import { LABEL_TARGETS } from "@/lib/core/labels/label";

const ADJUDICATIONS = ["applied", "corrections-only", "none"] as const;

const HELP = `wardlight snapshots ACTION [options]

Training sets: what a model learns from, kept as it was (docs/labels.md). Works beside a running server.

  list                                    every set, one line of JSON each, without its rows
  make [options]                          makes one of every stay whose 30 days are over, and prints what it left out
      [--target T]                        ${LABEL_TARGETS.join(" or ")}
      [--from TIME] [--before TIME]       discharged at or after, and before; ISO-8601
      [--as-of TIME]                      what was known then; now, where left out
      [--adjudications A]                 ${ADJUDICATIONS.join(", ")}; the first where left out
  compare --before ID --after ID          each row and value in which two differ
  labels --stay ID                        what followed a stay, on what grounds, and what was said before
  rebuild --id ID                         makes one again from its sources and says whether its bytes are the same`;

const OPTIONS = {
  id: { type: "string" },
  stay: { type: "string" },
  target: { type: "string" },
  from: { type: "string" },
  before: { type: "string" },
  after: { type: "string" },
  "as-of": { type: "string" },
  adjudications: { type: "string" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

function oneOf<T extends string>(values: readonly T[], written: string | undefined, option: string): T | undefined {
  if (written === undefined) return undefined;
  const found = values.find((value) => value === written);
  if (found === undefined) throw new UsageError(`--${option} must be one of ${values.join(", ")}.`);
  return found;
}

function need(values: Values, option: "id" | "stay" | "before" | "after"): string {
  const value = values[option];
  if (value === undefined) throw new UsageError(`Say --${option}.`);
  return value;
}

function make(values: Values): Action {
  const target = oneOf(LABEL_TARGETS, values.target, "target");
  const adjudications = oneOf(ADJUDICATIONS, values.adjudications, "adjudications");
  const { from, before } = values;
  return (operator) =>
    operator.run("make-snapshot", {
      ...(target === undefined ? {} : { target }),
      ...(adjudications === undefined ? {} : { adjudications }),
      asOf: values["as-of"],
      dischargedFrom: from,
      dischargedBefore: before,
    });
}

function compare(values: Values): Action {
  const [before, after] = [need(values, "before"), need(values, "after")];
  return (operator) => operator.run("compare-snapshots", { before, after });
}

function rebuild(values: Values): Action {
  const snapshotId = need(values, "id");
  return (operator) => operator.run("rebuild-snapshot", { snapshotId });
}

function labels(values: Values): Action {
  const stayId = need(values, "stay");
  return (operator) => operator.run("read-labels", { stayId });
}

const list = (): Action => (operator) => operator.run("read-snapshots", {});

function withOptions(prepare: (values: Values) => Action) {
  return (args: readonly string[]) => {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const action = prepare(values);
    return () => action;
  };
}

const ACTIONS = {
  noun: "snapshots",
  help: HELP,
  byName: {
    list: withOptions(list),
    make: withOptions(make),
    labels: withOptions(labels),
    compare: withOptions(compare),
    rebuild: withOptions(rebuild),
  },
};

/** Training sets, for an operator. */
export const snapshots: CliVerb = { help: HELP, run: (args) => runAction(ACTIONS, args) };
