import { isFault } from "@/lib/core/fault";
import type { ModelFacts } from "@/lib/core/worklist/stay-view";
import { shelfOf } from "@/lib/services/model-shelf";
import { findVersion } from "@/lib/services/registry";
import { toFacts } from "@/lib/services/serving-model";
import type { Scope } from "@/lib/services/verb";

/** What readers are told of the version a prediction was made by; null where this house does not know it. */
export async function findFacts(
  { house, tx }: Pick<Scope, "house" | "tx">,
  version: string,
): Promise<ModelFacts | null> {
  const { shipped, champion } = shelfOf(house);
  const atHand = [champion(), shipped].find(({ facts }) => facts.version === version);
  if (atHand !== undefined) return atHand.facts;
  try {
    return toFacts((await findVersion(tx, shipped.facts.task, version)).manifest);
  } catch (error) {
    if (isFault(error)) return null;
    throw error;
  }
}
