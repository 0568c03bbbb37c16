"use client";
import { type FormEvent, useState } from "react";
import type { BedsActions } from "@/components/beds/beds-actions";
import { midnightOf } from "@/components/beds/beds-words";
import { Button } from "@/components/ui/button";
import { ChangedMeanwhile } from "@/components/ui/changed-meanwhile";
import { failureOf } from "@/components/ui/done";
import { FigureTable } from "@/components/ui/figure-table";
import { useAttempt } from "@/components/ui/use-attempt";
import { useSeen } from "@/components/ui/use-seen";
import type { UnitStaffing } from "@/lib/core/capacity/census-view";
import { readPeople, type StaffingDraft } from "@/lib/core/capacity/staffing-draft";

interface RotaFormProps {
  readonly unitName: string;
  readonly days: readonly string[];
  readonly staffing: UnitStaffing;
  readonly actions: BedsActions;
  readonly close: () => void;
  readonly saved: () => void;
  /** Has everything read anew. */
  readonly refresh: () => void;
}

/** Who is on the rota, day by day and shift by shift. What is not changed is not sent. */
export function RotaForm({ unitName, days, staffing: { unitId, rules, rostered }, actions, ...on }: RotaFormProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save">();
  const cells = days.flatMap((day, ahead) =>
    rules.map(({ role, shift }, at) => {
      const stands = rostered[ahead]?.[at] ?? null;
      const key = `${day} ${role} ${shift}`;
      const name = `${midnightOf(day)}, ${role}, ${shift}`;
      return { key, name, day, role, shift, stands, text: typed[key] ?? (stands === null ? "" : String(stands)) };
    }),
  );
  const standing = Object.fromEntries(cells.map(({ key, stands }) => [key, stands]));
  const { seen, isChanged, refused } = useSeen<Readonly<Record<string, number | null>>>(standing, on.refresh);
  const changed = cells.filter(({ key }) => typed[key] !== undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const roster: NonNullable<StaffingDraft["roster"]> = [];
    for (const { key, name, day, role, shift, text } of changed) {
      const people = readPeople(text);
      const was = seen[key] ?? null;
      if (people === undefined || (people === null && was !== null))
        return setAsks(`${name}: a whole number, 0 where nobody works.`);
      if (people !== null && people !== was) roster.push({ day, role, shift, people, seen: was });
    }
    setAsks(null);
    if (roster.length === 0) return on.close();
    if (await attempt("save", () => failureOf(actions.setStaffing({ wardId: unitId, roster }), refused))) on.saved();
  };
  const header = ["Day", ...rules.map(({ role, shift }) => `${role}, ${shift.toLowerCase()}`)];
  const rows = days.map((day, ahead) => ({
    key: day,
    cells: [
      midnightOf(day),
      ...rules.map((_, at) => {
        const { key, name, text } = cells[ahead * rules.length + at]!;
        return (
          <input
            key={key}
            aria-label={name}
            inputMode="numeric"
            value={text}
            onChange={(event) => setTyped((all) => ({ ...all, [key]: event.target.value }))}
            className="w-16 rounded-lg border border-edge bg-panel px-2 py-1 text-right text-ink touch:min-h-11 touch:text-lg"
          />
        );
      }),
    ],
  }));
  return (
    <form onSubmit={submit} className="print:hidden">
      <FigureTable label={`Rota of ${unitName}`} header={header} rows={rows} />
      {isChanged && (
        <ChangedMeanwhile
          fields={changed.map(({ name, stands, text }) => ({ name, theirs: String(stands ?? ""), yours: text }))}
        />
      )}
      {(asks ?? (isChanged ? null : failure)) && (
        <p role="alert" className="m-0 mb-2 font-semibold text-bad">
          {asks ?? failure}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="main" type="submit" isDisabled={doing !== null}>
          {doing ? "Saving…" : "Save the rota"}
        </Button>
        <Button onPress={on.close}>Cancel</Button>
      </div>
    </form>
  );
}
