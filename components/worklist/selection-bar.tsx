import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { patientName } from "@/lib/core/worklist/patient-identity";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** Patients that something can be done for together. */
export interface Batch {
  readonly stayIds: readonly string[];
  /** Named so that nobody is taken for another. */
  readonly patients: readonly { readonly stayId: string; readonly name: string; readonly place: string }[];
  /** Ends the selection, once what was done is kept: `said` tells the reader so. */
  readonly clear: (said: string) => void;
}

export type RenderBatchAction = (batch: Batch) => ReactNode;

interface SelectionBarProps {
  readonly patients: readonly WorklistRow[];
  readonly clear: (said: string | null) => void;
  /** What was last done for several, until others are selected. */
  readonly said: string | null;
  readonly renderBatchAction: RenderBatchAction;
}

/** What can be done for those chosen; stays in sight while the list scrolls. */
export function SelectionBar({ patients, clear, said, renderBatchAction }: SelectionBarProps) {
  if (patients.length === 0) {
    return (
      <div role="status" className="pointer-events-none sticky bottom-2 z-30 print:hidden">
        {said && (
          <p className="m-0 mt-2 inline-block rounded-xl border border-edge bg-panel px-3.5 py-2 font-semibold shadow-lg">
            {said}
          </p>
        )}
      </div>
    );
  }
  const batch: Batch = {
    stayIds: patients.map(({ stayId }) => stayId),
    patients: patients.map(({ stayId, patient, bed }) => ({
      stayId,
      name: patientName(patient),
      place: bed ?? `MRN ${patient.mrn ?? "not recorded"}`,
    })),
    clear,
  };
  return (
    <section
      aria-label="Selected patients"
      className="sticky bottom-0 z-30 -mx-1 mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-edge bg-panel px-3.5 py-2 shadow-lg print:hidden"
    >
      <p className="m-0 font-semibold">
        {patients.length === 1 ? "1 patient selected" : `${patients.length} patients selected`}
      </p>
      {renderBatchAction(batch)}
      <Button look="text" onPress={() => clear(null)}>
        Clear selection
      </Button>
    </section>
  );
}
