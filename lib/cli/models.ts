import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { type Action, runAction, UsageError } from "@/lib/cli/run-action";
import { Fault } from "@/lib/core/fault";
import { MODEL_TASKS, type ModelTask } from "@/lib/core/model/model-task";

const HELP = `wardlight models ACTION [options]

Which versions of a model there are and which serves whom (docs/rollout.md). Works beside a running server, which
goes by what was decided at once.

  list [--task T]                         every version, one line of JSON each, with what it serves as
  register --dir DIR                      checks model.onnx and manifest.json (or description.json) in DIR and keeps
                                          them; the version serves nobody yet (docs/model-contract.md)
  promote --version V --why TEXT          makes V the champion; only where its gates have passed, or for admission
      [--task T]                          its newest check here found it usable (docs/ed-admission.md)
  start --version V --as canary|shadow    runs V beside the champion: seen on the wards named (canary),
      [--wards a,b] [--share 0.2]         or by nobody (shadow), for a share of the patients if said
      --why TEXT
  rollback [--rollout ID] [--why TEXT]    undoes the last thing started that wards see, or the one named
      [--task T]

--task is readmission, unless said, or admission; register reads it from the manifest.

A version whose gates have not passed takes two people of different roles: on the Model page.`;

const OPTIONS = {
  task: { type: "string" },
  dir: { type: "string" },
  version: { type: "string" },
  why: { type: "string" },
  as: { type: "string" },
  wards: { type: "string" },
  share: { type: "string" },
  rollout: { type: "string" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

function need(values: Values, option: "dir" | "version" | "why" | "as"): string {
  const value = values[option];
  if (value === undefined) throw new UsageError(`Say --${option}.`);
  return value;
}

function taskOf({ task = "readmission" }: Values): ModelTask {
  const known = MODEL_TASKS.find((one) => one === task);
  if (known === undefined) throw new UsageError(`--task must be ${MODEL_TASKS.join(" or ")}.`);
  return known;
}

function list(values: Values): Action {
  const task = taskOf(values);
  return async (operator) => {
    const { versions, plan } = await operator.run("list-versions", { task });
    const live = [...plan.visible, ...plan.shadows];
    return versions.map((version) => ({
      ...version,
      serves: [
        ...(plan.champion.modelVersion === version.version ? [{ as: "champion", wards: "all others" }] : []),
        ...live
          .filter(({ modelVersion }) => modelVersion === version.version)
          .map(({ alias, wardIds, share, id }) => ({ as: alias, wards: wardIds ?? "all", share, rolloutId: id })),
      ],
    }));
  };
}

async function readDescription(directory: string): Promise<Record<string, unknown>> {
  for (const name of ["manifest.json", "description.json"]) {
    const text = await readFile(join(directory, name), "utf8").catch(() => null);
    if (text === null) continue;
    try {
      return JSON.parse(text) as Record<string, unknown>;
    } catch {
      throw new Fault("bad-input", `${join(directory, name)} is not JSON.`);
    }
  }
  throw new Fault("bad-input", `${directory} holds neither manifest.json nor description.json.`);
}

function register(values: Values): Action {
  const directory = need(values, "dir");
  return async (operator) => {
    const manifest = await readDescription(directory);
    const onnx = await readFile(join(directory, "model.onnx")).catch(() => null);
    if (onnx === null) throw new Fault("bad-input", `${join(directory, "model.onnx")} cannot be read.`);
    return operator.run("register-model", { onnx: onnx.toString("base64"), manifest });
  };
}

function promote(values: Values): Action {
  const input = { task: taskOf(values), version: need(values, "version"), why: need(values, "why") };
  return (operator) => operator.run("promote-model", input);
}

function start(values: Values): Action {
  const alias = need(values, "as");
  if (alias !== "canary" && alias !== "shadow") throw new UsageError("--as must be canary or shadow.");
  const share = values.share === undefined ? null : Number(values.share);
  if (share !== null && !(share > 0 && share <= 1)) throw new UsageError("--share must be above 0 and at most 1.");
  const wardIds = values.wards === undefined ? null : values.wards.split(",").flatMap((id) => id.trim() || []);
  const input = { version: need(values, "version"), why: need(values, "why"), alias, wardIds, share } as const;
  return (operator) => operator.run("set-rollout", input);
}

function rollback({ rollout, why, ...values }: Values): Action {
  const said = { ...(rollout === undefined ? {} : { rolloutId: rollout }), ...(why === undefined ? {} : { why }) };
  const input = { task: taskOf(values), ...said };
  return (operator) => operator.run("roll-back-model", input);
}

const ACTIONS: Readonly<Record<string, (values: Values) => Action>> = { list, register, promote, start, rollback };

/** The registry, for whoever keeps the machine. */
export const models: CliVerb = {
  help: HELP,
  run: (args) =>
    runAction(
      {
        noun: "models",
        help: HELP,
        byName: Object.fromEntries(
          Object.entries(ACTIONS).map(([name, action]) => [
            name,
            (rest: readonly string[]) => {
              const made = action(parseArgs({ args: [...rest], options: OPTIONS }).values);
              return () => made;
            },
          ]),
        ),
      },
      args,
    ),
};
