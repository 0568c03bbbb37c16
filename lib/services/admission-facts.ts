import { admissionManifestSchema } from "@/lib/core/admission/admission-manifest";
import type { AdmissionFacts } from "@/lib/core/capacity/ed-board";
import { readManifestAs } from "@/lib/io/onnx/read-manifest";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";

const memory = houseMemory("admission-facts", () => ({ reading: null as Promise<AdmissionFacts> | null }));

async function readFacts(directory: string): Promise<AdmissionFacts> {
  const { version, training, validation } = await readManifestAs(directory, admissionManifestSchema);
  return {
    ...{ version, learntFrom: training.source, visits: training.rows },
    auroc: validation && { value: validation.auroc, ci95: validation.aurocCi95 },
    triageAuroc: validation?.triageAlone.auroc ?? null,
  };
}

/** What is said beside the model's chances; null where no model lies here. */
export async function findAdmissionFacts(house: House): Promise<AdmissionFacts | null> {
  if (house.admissionModel === undefined) return null;
  const kept = memory(house);
  kept.reading ??= readFacts(house.admissionModel).catch((error: unknown) => {
    // Being replaced just now: the next who asks reads again.
    kept.reading = null;
    throw error;
  });
  return kept.reading;
}
