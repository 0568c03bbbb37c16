import { randomUUID } from "node:crypto";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import { LABEL_RULE_VERSION } from "@/lib/core/labels/label";
import { simulateStays, VISITS_AND_DISPOSITION_CHANGED } from "@/lib/core/retraining/simulated-world";
import type { SnapshotRow } from "@/lib/core/snapshots/snapshot-row";
import { trainingSnapshotParts, trainingSnapshots } from "@/lib/io/database/training-schema";
import { sealParts } from "@/lib/services/snapshot-store";
import type { TestHouse } from "@/lib/services/test-house";

const simulated = simulateStays(1_200, "training runs", VISITS_AND_DISPOSITION_CHANGED);

function rowOf(n: number): SnapshotRow {
  const width = simulated.encoded.length / simulated.labels.length;
  return {
    ...{ stayId: `s${n}`, patientId: `p${n}`, wardId: "w1", dischargedAt: "2026-01-10T10:00:00.000Z" },
    features: [...simulated.encoded.subarray(n * width, (n + 1) * width)],
    label: simulated.labels[n] === 1 ? 1 : 0,
    died: false,
    treated: n % 3 === 0 ? ["call"] : [],
    ...{ tierThen: n % 2 === 0 ? "high" : "low", probabilityThen: 0.1, modelVersionThen: "1.0.0" },
    ...{ lace: null, hospital: null, simulated: true },
    subgroups: { sex: "female", age: "70–79", race: null, ethnicity: null, payer: "public", language: "en" },
    sources: { labelId: n, predictionId: randomUUID(), predictionThenId: null, interventionIds: [] },
  };
}

/**
 * For tests only: a training set of simulated stays, put straight into its tables.
 * @param n at most 1,200
 */
export async function storeTrainingSet(
  house: TestHouse,
  n: number,
  target: "any-readmission-30d" | "unplanned-readmission-30d" = "any-readmission-30d",
) {
  const id = randomUUID();
  const rows = Array.from({ length: n }, (_, row) => rowOf(row));
  const parts = await sealParts(house, id, rows);
  await house.database.transaction(async (tx) => {
    await tx.insert(trainingSnapshots).values({
      ...{
        id,
        at: house.now,
        byUser: "test",
        rows: n,
        positives: 100,
        died: 0,
        simulated: true,
        sha256: "a".repeat(64),
      },
      query: {
        ...{ asOf: house.now.toISOString(), target, dischargedFrom: null, dischargedBefore: null },
        adjudications: "applied",
      },
      ...{ featureTableHash: featureTableHash(), labelRuleVersion: LABEL_RULE_VERSION, adjudicationIds: [] },
      attrition: [{ step: "Stays", stays: n, leftOut: [] }],
    });
    for (const part of parts) await tx.insert(trainingSnapshotParts).values(part);
  });
  return id;
}
