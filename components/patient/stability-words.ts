import type { Stability } from "@/lib/core/model/scored-stay";
import type { ModelFacts } from "@/lib/core/worklist/stay-view";

const percent = (share: number): number => Math.round(share * 100);

/** How far retraining would move the number, in one clause: "between 38 and 44 %", "hardly: 41 % each time". */
export function stabilityWords({ low, high }: Stability): string {
  const [from, to] = [percent(low), percent(high)];
  return from === to ? `not by a whole point: ${from}\u202f% each time` : `between ${from} and ${to}\u202f%`;
}

/** What that was told by, and what it does not say. */
export function stabilityLimits(bags: ModelFacts["bags"]): string {
  const told =
    bags === null
      ? "Lowest and highest of several versions of the model, each learnt without another share of the patients"
      : `Lowest and highest of ${bags.count} versions of the model, each learnt without another ${percent(bags.leftOut)}\u202f% of the patients`;
  return `${told}. They share most patients, so other patients would move it further. It says how firmly the number stands, not how sure this patient’s future is.`;
}
