import type { Result } from "@/app/_adapters/act";

/** What went wrong as an error whose message may be shown: that is what screens understand. */
export function orThrow<Output>(result: Result<Output>): Output {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
