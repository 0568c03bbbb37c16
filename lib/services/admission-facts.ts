import type { AdmissionFacts } from "@/lib/core/capacity/ed-board";
import { findAdmissionManifest, findAdmissionPlan } from "@/lib/services/admission-versions";
import { houseMemory } from "@/lib/services/house-memory";
import type { Scope } from "@/lib/services/verb";

/** A version never changes: what was read of one holds. */
const memory = houseMemory("admission-facts", () => new Map<string, AdmissionFacts>());

/** What is said beside the chances of the version that serves; null where no model lies here. */
export async function findAdmissionFacts({ house, tx }: Pick<Scope, "house" | "tx">): Promise<AdmissionFacts | null> {
  if (house.admissionModel === undefined) return null;
  const { champion } = await findAdmissionPlan(tx);
  const kept = memory(house);
  const known = kept.get(champion.modelVersion);
  if (known !== undefined) return known;
  const { version, training, validation } = await findAdmissionManifest(tx, champion.modelVersion);
  const facts = {
    ...{ version, learntFrom: training.source, visits: training.rows },
    auroc: validation && { value: validation.auroc, ci95: validation.aurocCi95 },
    triageAuroc: validation?.triageAlone.auroc ?? null,
  };
  kept.set(version, facts);
  return facts;
}
