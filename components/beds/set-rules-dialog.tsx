"use client";
import { type FormEvent, useState } from "react";
import type { BedsActions } from "@/components/beds/beds-actions";
import { rulesOfTwo } from "@/components/beds/beds-words";
import { Button } from "@/components/ui/button";
import { ChangedMeanwhile } from "@/components/ui/changed-meanwhile";
import { DialogEnd } from "@/components/ui/dialog-end";
import { failureOf } from "@/components/ui/done";
import { SelectField, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import { useSeen } from "@/components/ui/use-seen";
import type { CensusUnit } from "@/lib/core/capacity/census";
import type { UnitBedsSaid, UnitStaffing } from "@/lib/core/capacity/census-view";
import { MOST_RULES, type RuleTyped, readAcuity, readRules, typedRule } from "@/lib/core/capacity/staffing-draft";
import { isAsSeen } from "@/lib/core/edits/as-seen";

/** What is said of a unit's staffing by now. */
export type StaffingStands = Pick<UnitStaffing, "rules" | "acuity">;

interface SetRulesDialogProps {
  readonly unit: CensusUnit;
  readonly stands: StaffingStands;
  /** Who last said something of this unit; null: nobody. */
  readonly said: UnitBedsSaid | null;
  readonly timeZone: string;
  readonly actions: BedsActions;
  readonly close: () => void;
  readonly saved: () => void;
  /** Has everything read anew. */
  readonly refresh: () => void;
}

/** A line of the form; its key stays while others come and go. */
type Line = RuleTyped & { readonly key: number };

const CARE = "Care patients need, times";
const CARE_SOURCE = "Where that is from";

const BLANK: RuleTyped = { role: "", shift: "", shiftHours: "12", kind: "ratio", amount: "", minimum: "1" };

/** By which rules a unit is staffed: a ratio or hours a patient-day for each role and shift, and the minimum cover. */
export function SetRulesDialog({ unit, stands, said, timeZone, actions, close, saved, refresh }: SetRulesDialogProps) {
  const { rules } = stands;
  const acuity = stands.acuity && { weight: stands.acuity.weight, source: stands.acuity.source };
  const [weight, setWeight] = useState(String(acuity?.weight ?? ""));
  const [source, setSource] = useState(acuity?.source ?? "");
  const [lines, setLines] = useState<readonly Line[]>(() => rules.map((rule, key) => ({ ...typedRule(rule), key })));
  const [next, setNext] = useState(rules.length);
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save">();
  const { seen, isChanged, refused } = useSeen({ rules, acuity }, refresh);
  const typed = readRules(lines);
  const change = (key: number, part: Partial<RuleTyped>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = () => {
    setLines((all) => [...all, { ...BLANK, key: next }]);
    setNext(next + 1);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (typeof typed === "string") return setAsks(typed);
    const care = readAcuity(weight, source);
    if (typeof care === "string") return setAsks(care);
    setAsks(null);
    const before = { seenRules: [...seen.rules], seenAcuity: seen.acuity };
    // Said again unchanged it would seem to be measured anew.
    const acuitySaid = isAsSeen(care, seen.acuity) ? {} : { acuity: care };
    const wanted = { wardId: unit.id, rules: typed, ...acuitySaid, ...before };
    if (await attempt("save", () => failureOf(actions.setStaffing(wanted), refused))) saved();
  };
  return (
    <ModalDialog title={`Staffing rules of ${unit.name}`} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-1 flex flex-col gap-3">
        <p className="m-0 text-sm text-mut">
          How many of each role a shift asks for: patients for one of them, or hours of care a patient-day, and never
          fewer than the minimum cover.
        </p>
        {lines.map(({ key, ...line }, at) => (
          <fieldset key={key} className="m-0 grid grid-cols-2 gap-x-3 gap-y-2 border-0 border-t border-line p-0 pt-3">
            <legend className="sr-only">Rule {at + 1}</legend>
            <TextField label="Role" value={line.role} onChange={(event) => change(key, { role: event.target.value })} />
            <TextField
              label="Shift"
              value={line.shift}
              onChange={(event) => change(key, { shift: event.target.value })}
            />
            <SelectField
              label="Counted by"
              value={line.kind}
              onChange={(event) => change(key, { kind: event.target.value === "hours" ? "hours" : "ratio" })}
            >
              <option value="ratio">Patients for one</option>
              <option value="hours">Hours a patient-day</option>
            </SelectField>
            <TextField
              label={line.kind === "ratio" ? "Patients for one" : "Hours a patient-day"}
              inputMode="decimal"
              value={line.amount}
              onChange={(event) => change(key, { amount: event.target.value })}
            />
            <TextField
              label="Hours of the shift"
              inputMode="decimal"
              value={line.shiftHours}
              onChange={(event) => change(key, { shiftHours: event.target.value })}
            />
            <TextField
              label="Minimum cover"
              inputMode="numeric"
              value={line.minimum}
              onChange={(event) => change(key, { minimum: event.target.value })}
            />
            <div className="col-span-2">
              <Button look="text" onPress={() => setLines((all) => all.filter((other) => other.key !== key))}>
                Remove rule {at + 1}
              </Button>
            </div>
          </fieldset>
        ))}
        <div>
          <Button onPress={add} isDisabled={lines.length >= MOST_RULES}>
            Add a rule
          </Button>
        </div>
        <div className="grid grid-cols-2 items-end gap-x-3 gap-y-2 border-0 border-t border-line pt-3">
          <TextField
            label={CARE}
            inputMode="decimal"
            value={weight}
            onChange={(event) => setWeight(event.target.value)}
            hint="1: as the rules have it; 1.2: a fifth more."
          />
          <TextField
            label={CARE_SOURCE}
            value={source}
            onChange={(event) => setSource(event.target.value)}
            hint="Your own tool, and of when. Empty: left out of account."
          />
        </div>
        {isChanged && (
          <ChangedMeanwhile
            {...{ said, timeZone }}
            fields={[
              ...rulesOfTwo(rules, typeof typed === "string" ? [] : typed),
              { name: CARE, theirs: String(acuity?.weight ?? ""), yours: weight },
              { name: CARE_SOURCE, theirs: acuity?.source ?? "", yours: source },
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
