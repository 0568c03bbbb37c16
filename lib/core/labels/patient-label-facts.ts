import { deriveLabels } from "@/lib/core/labels/derive-labels";
import type { Label } from "@/lib/core/labels/label";
import type { LabelStay } from "@/lib/core/labels/label-reading";
import { OUTCOME_DAYS } from "@/lib/core/outcomes/outcome";
import type { SnapshotSubgroups } from "@/lib/core/snapshots/snapshot-row";

/** One stay as it is kept for deriving labels again. */
export interface KeptStay extends LabelStay {
  /** Ward it is shown on; null: on none of this hospital's, so that it has no label of its own. */
  readonly wardId: string | null;
  /** Tagged as decided by a simulation. */
  readonly simulated: boolean;
  readonly subgroups: SnapshotSubgroups;
}

/** Everything a patient's labels follow from. Times are epoch ms. */
export interface PatientLabelFacts {
  readonly diedAt: number | null;
  readonly synthetic: boolean;
  readonly stays: readonly KeptStay[];
}

/** A label with whose it is and what it rests on. */
export interface PatientLabel {
  readonly label: Label;
  readonly wardId: string;
  readonly simulated: boolean;
  readonly subgroups: SnapshotSubgroups;
}

/**
 * Facts as they were kept. Those of rule version 1 have no procedure codes: until their patient is read again, planned
 * status rests on diagnoses only, and says so.
 */
export function keptFacts(opened: unknown): PatientLabelFacts {
  const facts = opened as PatientLabelFacts;
  const stays = facts.stays.map((stay) =>
    (stay.procedures as Partial<KeptStay["procedures"]>).codes === undefined
      ? { ...stay, procedures: { codes: [], isComplete: false } }
      : stay,
  );
  return { ...facts, stays };
}

const WINDOW_MS = OUTCOME_DAYS * 86_400_000;

/**
 * The labels of a patient's stays on this hospital's wards.
 * @param now epoch ms
 */
export function labelsOf({ diedAt, synthetic, stays }: PatientLabelFacts, now: number): PatientLabel[] {
  const byId = new Map(stays.map((stay) => [stay.stayId, stay]));
  return deriveLabels(stays, { diedAt, now }).flatMap((label) => {
    const stay = byId.get(label.stayId);
    if (stay === undefined || stay.wardId === null) return [];
    const back = label.readmissionStayId === null ? undefined : byId.get(label.readmissionStayId);
    const simulated = synthetic || stay.simulated || back?.simulated === true;
    return [{ label, wardId: stay.wardId, simulated, subgroups: stay.subgroups }];
  });
}

/** When time alone will say another label of these stays; null where it will not. Epoch ms. */
export function nextLabelAt({ stays }: PatientLabelFacts, now: number): number | null {
  const due = stays.flatMap(({ wardId, dischargedAt }) =>
    wardId !== null && dischargedAt !== null && dischargedAt + WINDOW_MS > now ? [dischargedAt + WINDOW_MS] : [],
  );
  return due.length === 0 ? null : Math.min(...due);
}
