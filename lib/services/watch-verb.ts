import type { VerbName } from "@/lib/core/access/access";
import { isFault } from "@/lib/core/fault";
import { timed } from "@/lib/io/operations/meters";
import { currentRequest } from "@/lib/io/operations/request-context";
import { traced } from "@/lib/io/operations/traces";
import type { Caller } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";

/** Long enough that no two people share one, and of no use to find out who it is. */
const USER_CHARACTERS = 16;

/** From here on, what is logged for this request says whose it is: by a keyed fingerprint, the same in every process. */
function noteAsker({ vault }: House, caller: Caller): void {
  const request = currentRequest();
  if (request === undefined || "system" in caller) return;
  const id = "userId" in caller ? caller.userId : caller.connectionId;
  request.user ??= vault.fingerprint(`log-user ${id}`).slice(0, USER_CHARACTERS);
}

/** Does a verb's work, and tells the metrics how long it took and how it ended. */
export async function watchVerb<Output>(
  verb: VerbName,
  { house, caller }: { readonly house: House; readonly caller: Caller },
  work: () => Promise<Output>,
): Promise<Output> {
  const begun = performance.now();
  const ended = (outcome: "done" | "refused" | "failed"): void =>
    timed("wardlight_verb_duration_seconds", { verb, outcome }, performance.now() - begun);
  noteAsker(house, caller);
  try {
    const fields = { "wardlight.verb": verb };
    const output = await traced(() => ({ name: verb, kind: "internal", fields }), work);
    ended("done");
    return output;
  } catch (thrown) {
    ended(isFault(thrown) ? "refused" : "failed");
    throw thrown;
  }
}
