"use client";
import { type FormEvent, useState } from "react";
import type { BedsActions } from "@/components/beds/beds-actions";
import { Button } from "@/components/ui/button";
import { DialogEnd } from "@/components/ui/dialog-end";
import { SelectField, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import type { CensusUnit } from "@/lib/core/capacity/census";
import type { StaffingRule } from "@/lib/core/capacity/staffing";
import { MOST_RULES, type RuleTyped, readRules, typedRule } from "@/lib/core/capacity/staffing-draft";

interface SetRulesDialogProps {
  readonly unit: CensusUnit;
  readonly rules: readonly StaffingRule[];
  readonly actions: BedsActions;
  readonly close: () => void;
  readonly saved: () => void;
}

/** A line of the form; its key stays while others come and go. */
type Line = RuleTyped & { readonly key: number };

const BLANK: RuleTyped = { role: "", shift: "", shiftHours: "12", kind: "ratio", amount: "", minimum: "1" };

/** By which rules a unit is staffed: a ratio or hours a patient-day for each role and shift, and the minimum cover. */
export function SetRulesDialog({ unit, rules, actions, close, saved }: SetRulesDialogProps) {
  const [lines, setLines] = useState<readonly Line[]>(() => rules.map((rule, key) => ({ ...typedRule(rule), key })));
  const [next, setNext] = useState(rules.length);
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save">();
  const change = (key: number, part: Partial<RuleTyped>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = () => {
    setLines((all) => [...all, { ...BLANK, key: next }]);
    setNext(next + 1);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = readRules(lines);
    if (typeof read === "string") return setAsks(read);
    setAsks(null);
    const isDone = await attempt("save", async () => {
      const said = await actions.setStaffing({ wardId: unit.id, rules: read });
      return said.ok ? null : said.error.message;
    });
    if (isDone) saved();
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
        <DialogEnd says={asks ?? failure} close={close} action={doing ? "Saving…" : "Save"} isBusy={doing !== null} />
      </form>
    </ModalDialog>
  );
}
