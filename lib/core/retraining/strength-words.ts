import type { Strength } from "@/lib/core/retraining/retrain-bag";

const STARTS: Readonly<Record<Strength["start"], string>> = {
  refitted: "Starting from the model that went in, the strength of each effect learnt anew",
  nothing: "Starting from nothing",
};

/** How firmly the model that went in is held, in words. */
export function strengthWords({ start, ridgeFactor }: Strength): string {
  return start === "nothing" ? STARTS[start] : `${STARTS[start]}, held ${ridgeFactor > 1 ? "tightly" : "loosely"}`;
}
