import "server-only";
import { answerOperation, problemOf } from "@/app/_adapters/api/answer";
import { doorkeeper } from "@/app/_adapters/api/doorkeeper";
import type { Operation } from "@/app/_adapters/api/operation";
import { sessionCaller } from "@/app/_adapters/session";

type Context = { readonly params: Promise<unknown> };

/** A route handler for one operation. */
export function serve(operation: Operation): (request: Request, context: Context) => Promise<Response> {
  return async (request, { params }) => {
    try {
      return await answerOperation(operation, request, await params, { ...doorkeeper(), person: sessionCaller });
    } catch (thrown) {
      // Still starting, or stopping.
      return problemOf(thrown);
    }
  };
}
