import { answerOperation } from "@/app/_adapters/api/answer";
import { answerToken } from "@/app/_adapters/api/answer-token";
import { type Limits, makeLimits } from "@/app/_adapters/api/limits";
import type { Operation } from "@/app/_adapters/api/operation";
import { OPERATIONS } from "@/app/_adapters/api/operations";
import { Fault } from "@/lib/core/fault";
import type { Caller } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";

/** For tests only: the API's doors on a house, without the framework around them. */
export interface TestDoor {
  limits: Limits;
  person: Caller | null;
  ask(id: string, sent?: Sent): Promise<Response>;
  askToken(form: string, headers?: Record<string, string>): Promise<Response>;
}

export interface Sent {
  readonly headers?: Record<string, string>;
  readonly params?: Record<string, string>;
  readonly query?: string;
  readonly body?: unknown;
  /** In place of `body`, as it is. */
  readonly text?: string;
}

const ORIGIN = "https://wardlight.test";

export function operationOf(id: string): Operation {
  const found = OPERATIONS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no operation ${id}.`);
  return found;
}

export function openTestDoor(house: House): TestDoor {
  const door: TestDoor = {
    limits: makeLimits(),
    person: null,
    ask: async (id, { headers = {}, params = {}, query = "", body, text } = {}) => {
      const operation = operationOf(id);
      const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
      const sent = text ?? (body === undefined ? null : JSON.stringify(body));
      const request = new Request(`${ORIGIN}${path}${query}`, {
        method: operation.method.toUpperCase(),
        headers: { ...(sent === null ? {} : { "Content-Type": "application/json" }), ...headers },
        body: sent,
      });
      const person = async (): Promise<Caller> => {
        if (door.person === null) throw new Fault("unauthenticated", "Sign in first.");
        return door.person;
      };
      return answerOperation(operation, request, params, { house, limits: door.limits, baseUrl: ORIGIN, person });
    },
    askToken: (form, headers = {}) =>
      answerToken(
        new Request(`${ORIGIN}/api/oauth/token`, {
          method: "POST",
          headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
          body: form,
        }),
        { house, limits: door.limits },
      ),
  };
  return door;
}
