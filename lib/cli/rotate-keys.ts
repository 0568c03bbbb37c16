import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { type Operator, openOperator } from "@/lib/cli/run-as-operator";
import { type Environment, parseEnvironment } from "@/lib/io/environment";
import { nameOfKey } from "@/lib/io/keyring";
import { KEYRING_REFRESH_MS } from "@/lib/services/data-keys";
import type { RotationProgress } from "@/lib/services/rotate-keys";

const HELP = `wardlight rotate-keys [--deep]

Replaces the encryption key. Before: set WARDLIGHT_ENCRYPTION_KEY to the new key, add the one it replaces to
WARDLIGHT_ENCRYPTION_KEYS_OLD (comma separated), and restart every Wardlight with both. Wardlight keeps running
meanwhile. An interrupted run is simply started again.

  --deep    also make a new data key and seal everything stored again with it: when the old key may have leaked`;

const SAY_EVERY_MS = 2_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const amount = (count: number, what: string): string =>
  `${count.toLocaleString("en-GB")} ${what}${count === 1 ? "" : "s"}`;
const total = (left: RotationProgress["left"]): number => Object.values(left).reduce((sum, count) => sum + count, 0);

interface Sealed {
  readonly done: number;
  readonly unreadable: number;
}

async function sealColumn(operator: Operator, column: string, left: number): Promise<Sealed> {
  let [done, unreadable, saidAt] = [0, 0, Date.now()];
  for (let after: string[] | null = null; ; ) {
    const step: RotationProgress = await operator.run("rotate-keys", { step: "seal", column, after });
    done += step.done;
    unreadable += step.unreadable;
    if (step.next === null) break;
    after = [...step.next];
    if (Date.now() - saidAt < SAY_EVERY_MS) continue;
    saidAt = Date.now();
    say(`  ${column}: ${done.toLocaleString("en-GB")} of ${left.toLocaleString("en-GB")}`);
  }
  if (done > 0) say(`  ${column}: ${amount(done, "value")} sealed again.`);
  return { done, unreadable };
}

/** One walk over everything that is not under the newest data key. */
async function sealAll(operator: Operator): Promise<Sealed> {
  const { left } = await operator.run("rotate-keys", { step: "count" });
  let all: Sealed = { done: 0, unreadable: 0 };
  for (const [column, count] of Object.entries(left)) {
    if (count === 0) continue;
    const one = await sealColumn(operator, column, count);
    all = { done: all.done + one.done, unreadable: all.unreadable + one.unreadable };
  }
  return all;
}

async function rotate(operator: Operator, { encryptionKey }: Environment, deep: boolean): Promise<number> {
  const startedAt = Date.now();
  const wrapped = await operator.run("rotate-keys", { step: "wrap", deep, keyName: nameOfKey(encryptionKey) });
  say("The database's keyring is sealed with the current WARDLIGHT_ENCRYPTION_KEY.");
  if (wrapped.done > 0) say("A new data key was made; everything stored is sealed again with it.");
  let { unreadable } = await sealAll(operator);
  let last = await operator.run("rotate-keys", { step: "retire" });
  if (last.isShared && (wrapped.done > 0 || total(last.left) > 0)) {
    // Another process may have gone on with the earlier data key until it looked at the keyring again.
    say("Waiting for other processes to take up the new data key.");
    await wait(Math.max(0, startedAt + 2 * KEYRING_REFRESH_MS + SAY_EVERY_MS - Date.now()));
    ({ unreadable } = await sealAll(operator));
    last = await operator.run("rotate-keys", { step: "retire" });
  }
  const left = total(last.left);
  if (left > unreadable) {
    process.stderr.write(`${amount(left, "value")} could not be sealed again just now. Run rotate-keys again.\n`);
    return 1;
  }
  if (left > 0) {
    process.stderr.write(
      `${amount(left, "value")} cannot be opened with any key given: altered, or sealed with a key that is in neither WARDLIGHT_ENCRYPTION_KEY nor WARDLIGHT_ENCRYPTION_KEYS_OLD. Keep the older keys until it is clear why.\n`,
    );
    return 1;
  }
  say(
    "Done. Nothing in this database needs the older key: remove WARDLIGHT_ENCRYPTION_KEYS_OLD at the next restart. Backups made before now still need it.",
  );
  return 0;
}

export const rotateKeysVerb: CliVerb = {
  help: HELP,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { deep: { type: "boolean", default: false } } });
    const environment = parseEnvironment(process.env);
    const operator = await openOperator(environment, "rotate-keys");
    try {
      return await rotate(operator, environment, values.deep);
    } finally {
      await operator.close();
    }
  },
};
