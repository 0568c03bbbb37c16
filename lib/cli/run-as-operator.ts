import { Fault } from "@/lib/core/fault";
import type { Environment } from "@/lib/io/environment";
import { askOwner, type OwnerReply, type OwnerRequest, type Told } from "@/lib/io/owner-socket";
import { openHouse } from "@/lib/services/open-house";
import {
  answerOperator,
  type OperatorInput,
  type OperatorOutput,
  type OperatorVerbName,
} from "@/lib/services/operator-verbs";

/** Asks for operators' verbs, one after the other, wherever the database is open. */
export interface Operator {
  /** `onTold` hears what a verb that takes long says meanwhile. */
  run<Name extends OperatorVerbName>(
    verb: Name,
    input: OperatorInput<Name>,
    onTold?: (told: Told) => void,
  ): Promise<OperatorOutput<Name>>;
  close(): Promise<void>;
}

function toOutput(reply: OwnerReply): unknown {
  if (reply.ok) return reply.output;
  const { code, message } = reply.error;
  throw code === "error" ? new Error(message) : new Fault(code, message);
}

/**
 * An operator at the command line. On the embedded database two processes must never open one directory: where a
 * server runs on it, it is asked through its socket; otherwise the house is opened here, and closed by `close`.
 */
export async function openOperator(environment: Environment, operator: string): Promise<Operator> {
  type Ask = (request: OwnerRequest, onTold?: (told: Told) => void) => Promise<OwnerReply>;
  const run = (ask: Ask): Operator["run"] =>
    (async (verb: string, input: unknown, onTold?: (told: Told) => void) =>
      toOutput(await ask({ verb, operator, input }, onTold))) as Operator["run"];

  if (environment.databaseUrl === null) {
    const { dataDirectory } = environment;
    const isOwned = (await askOwner(dataDirectory, { verb: "none", operator, input: null })) !== null;
    if (isOwned) {
      const ask: Ask = async (request, onTold) => {
        const reply = await askOwner(dataDirectory, request, onTold);
        if (reply === null) throw new Fault("busy", "The running Wardlight has stopped. Try again.");
        return reply;
      };
      return { run: run(ask), close: async () => {} };
    }
  }
  // Held by a process that has no socket (yet), this says so in one sentence.
  const house = await openHouse(environment);
  return { run: run((request, onTold) => answerOperator(house, request, onTold)), close: () => house.close() };
}

/** Does one operator's verb and nothing else. */
export async function runAsOperator<Name extends OperatorVerbName>(
  environment: Environment,
  verb: Name,
  input: OperatorInput<Name>,
): Promise<OperatorOutput<Name>> {
  const operator = await openOperator(environment, "command line");
  try {
    return await operator.run(verb, input);
  } finally {
    await operator.close();
  }
}
