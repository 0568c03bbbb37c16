import "server-only";
import { answerOperation, problemOf } from "@/app/_adapters/api/answer";
import type { Doorkeeper } from "@/app/_adapters/api/identify";
import { processLimits } from "@/app/_adapters/api/limits";
import type { Operation } from "@/app/_adapters/api/operation";
import { sessionCaller } from "@/app/_adapters/session";
import { runningHouse } from "@/lib/services/running-house";

/** Who lets requests in here: programs by key or token, people by their session. */
export function doorkeeper(): Doorkeeper {
  const house = runningHouse();
  return { house, limits: processLimits(), baseUrl: house.environment.baseUrl, person: () => sessionCaller() };
}

type Context = { readonly params: Promise<unknown> };

/** A route handler for one operation. */
export function serve(operation: Operation): (request: Request, context: Context) => Promise<Response> {
  return async (request, { params }) => {
    try {
      return await answerOperation(operation, request, await params, doorkeeper());
    } catch (thrown) {
      // Still starting, or stopping.
      return problemOf(thrown);
    }
  };
}
