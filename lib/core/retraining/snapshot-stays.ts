import { toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import type { TreatedStays } from "@/lib/core/retraining/treated-stays";
import type { SnapshotRow } from "@/lib/core/snapshots/snapshot-row";
import type { MetricStay } from "@/lib/core/training/make-manifest";
import type { LabelledStays } from "@/lib/core/training/training-data";

/** A training set's rows as the trainer takes them. */
export interface RetrainingStays {
  readonly stays: LabelledStays;
  /** Of the same rows. */
  readonly about: readonly MetricStay[];
  readonly treatment: TreatedStays;
}

/**
 * A training set's rows, in their order, as matrices. Every stay is kept, the treated ones too; a death within the 30
 * days stands as no readmission, as in the labels.
 *
 * @param width features of a row
 */
export function toRetrainingStays(rows: readonly SnapshotRow[], width: number): RetrainingStays {
  const encoded = new Float32Array(rows.length * width);
  for (const [row, { features }] of rows.entries()) encoded.set(features, row * width);
  return {
    stays: {
      encoded,
      labels: Uint8Array.from(rows, ({ label }) => label),
      patients: toClusters(rows.map(({ patientId }) => patientId)),
    },
    about: rows.map(({ patientId, label, subgroups: { sex, age, race, ethnicity } }) => ({
      patient: patientId,
      label,
      // Payer and language are for the gates alone; a manifest travels.
      subgroups: {
        sex: sex ?? "not recorded",
        ageBand: age ?? "not recorded",
        race: race ?? "not recorded",
        ethnicity: ethnicity ?? "not recorded",
      },
      outside: [],
    })),
    treatment: {
      treated: Uint8Array.from(rows, ({ treated }) => (treated.length > 0 ? 1 : 0)),
      tiers: rows.map(({ tierThen }) => tierThen ?? "not shown"),
    },
  };
}
