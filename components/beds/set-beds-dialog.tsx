"use client";
import { type FormEvent, useState } from "react";
import type { BedsActions } from "@/components/beds/beds-actions";
import { ChangedMeanwhile } from "@/components/ui/changed-meanwhile";
import { DialogEnd } from "@/components/ui/dialog-end";
import { failureOf } from "@/components/ui/done";
import { TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import { useSeen } from "@/components/ui/use-seen";
import type { CensusUnit } from "@/lib/core/capacity/census";
import type { UnitBedsSaid } from "@/lib/core/capacity/census-view";

interface SetBedsDialogProps {
  readonly unit: CensusUnit;
  /** What was said of it; null: nobody has, and what is not on the register either is asked for. */
  readonly said: UnitBedsSaid | null;
  /** Whether anybody knows how many beds there are. */
  readonly isKnown: boolean;
  readonly actions: BedsActions;
  readonly timeZone: string;
  readonly close: () => void;
  readonly saved: () => void;
  /** Has everything read anew. */
  readonly refresh: () => void;
}

const bedsIn = ({ service, physicalBeds, staffedBeds }: UnitBedsSaid) => ({ service, physicalBeds, staffedBeds });

const wholeNumber = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : null);

/** How many beds a unit has, how many of them are nursed, and which service it belongs to. */
export function SetBedsDialog({ unit, said, isKnown, actions, timeZone, close, saved, refresh }: SetBedsDialogProps) {
  const [service, setService] = useState(said?.service ?? "");
  const [physical, setPhysical] = useState(isKnown ? String(unit.physicalBeds) : "");
  const [staffed, setStaffed] = useState(String(said?.staffedBeds ?? ""));
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save">();
  const { seen, isChanged, refused } = useSeen(said && bedsIn(said), refresh);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [physicalBeds, staffedBeds] = [wholeNumber(physical), wholeNumber(staffed)];
    if (service.trim() === "") return setAsks("Say which service the unit belongs to.");
    if (physicalBeds === null || staffedBeds === null) return setAsks("Beds are whole numbers.");
    if (staffedBeds > physicalBeds) return setAsks("There cannot be more staffed beds than physical ones.");
    setAsks(null);
    const wanted = { wardId: unit.id, service: service.trim(), physicalBeds, staffedBeds, seen };
    if (await attempt("save", () => failureOf(actions.setBeds(wanted), refused))) saved();
  };
  return (
    <ModalDialog title={`Beds of ${unit.name}`} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-4">
        <TextField
          label="Service"
          value={service}
          onChange={(event) => setService(event.target.value)}
          hint="Units are added up under it."
        />
        <TextField
          label="Physical beds"
          inputMode="numeric"
          value={physical}
          onChange={(event) => setPhysical(event.target.value)}
        />
        <TextField
          label="Staffed beds"
          inputMode="numeric"
          value={staffed}
          onChange={(event) => setStaffed(event.target.value)}
          hint={`Beds that somebody is there to nurse.${said === null ? " Nobody has said: all are taken to be." : ""}`}
        />
        {isChanged && said && (
          <ChangedMeanwhile
            {...{ said, timeZone }}
            fields={[
              { name: "Service", theirs: said.service, yours: service },
              { name: "Physical beds", theirs: String(said.physicalBeds), yours: physical },
              { name: "Staffed beds", theirs: String(said.staffedBeds), yours: staffed },
            ]}
          />
        )}
        <DialogEnd
          says={asks ?? (isChanged ? null : failure)}
          close={close}
          action={doing ? "Saving…" : "Save"}
          isBusy={doing !== null}
        />
      </form>
    </ModalDialog>
  );
}
