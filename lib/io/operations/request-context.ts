import { AsyncLocalStorage } from "node:async_hooks";

/** The HTTP request that everything under way here is for. */
export interface RequestContext {
  readonly id: string;
  /** A keyed fingerprint of who asks, once that is known. */
  user?: string;
}

/** On globalThis: the server's bundles each carry their own copy of this module, and one request goes through several. */
const KEY = Symbol.for("wardlight.request");
const holder = globalThis as typeof globalThis & { [KEY]?: AsyncLocalStorage<RequestContext> };

function storage(): AsyncLocalStorage<RequestContext> {
  holder[KEY] ??= new AsyncLocalStorage();
  return holder[KEY];
}

/** Runs `work`, and all that follows from it, for this request. */
export function inRequest<T>(context: RequestContext, work: () => T): T {
  return storage().run(context, work);
}

/** The request this is for; undefined where it is for none: a schedule's own work, a command's. */
export function currentRequest(): RequestContext | undefined {
  return storage().getStore();
}
