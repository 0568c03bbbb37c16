import { type Operator, openOperator } from "@/lib/cli/run-as-operator";
import { type Environment, parseEnvironment } from "@/lib/io/environment";

/** A mistake in how the command was written. */
export class UsageError extends Error {}

/** What is done once somebody answers for the database; its output is printed, a list one line each. */
export type Action = (operator: Operator) => Promise<unknown>;

export interface Actions {
  /** The command they belong to. */
  readonly noun: string;
  readonly help: string;
  /** By name. Each reads its options before it is given the environment: a mistake in the command needs none. */
  readonly byName: Readonly<Record<string, (args: readonly string[]) => (environment: Environment) => Action>>;
}

/** Runs `wardlight NOUN ACTION …`: exit code 2, with the help, for a mistake in the command. */
export async function runAction(
  { noun, help, byName }: Actions,
  [name = "", ...args]: readonly string[],
): Promise<number> {
  try {
    const read = Object.hasOwn(byName, name) ? byName[name] : undefined;
    if (read === undefined) throw new UsageError(`There is no action "${name}".`);
    const prepare = read(args);
    const environment = parseEnvironment(process.env);
    const action = prepare(environment);
    const operator = await openOperator(environment, `${noun} ${name}`);
    try {
      const output = await action(operator);
      for (const line of Array.isArray(output) ? output : [output]) process.stdout.write(`${JSON.stringify(line)}\n`);
    } finally {
      await operator.close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${help}\n`);
    return 2;
  }
}
