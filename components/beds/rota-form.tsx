"use client";
import { type FormEvent, useState } from "react";
import type { BedsActions } from "@/components/beds/beds-actions";
import { midnightOf } from "@/components/beds/beds-words";
import { Button } from "@/components/ui/button";
import { FigureTable } from "@/components/ui/figure-table";
import { useAttempt } from "@/components/ui/use-attempt";
import type { UnitStaffing } from "@/lib/core/capacity/census-view";
import { readPeople, type StaffingDraft } from "@/lib/core/capacity/staffing-draft";

interface RotaFormProps {
  readonly unitName: string;
  readonly days: readonly string[];
  readonly staffing: UnitStaffing;
  readonly actions: BedsActions;
  readonly close: () => void;
  readonly saved: () => void;
}

/** Who is on the rota, day by day and shift by shift. What is not changed is not sent. */
export function RotaForm({ unitName, days, staffing: { unitId, rules, rostered }, actions, ...on }: RotaFormProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save">();
  const cells = days.flatMap((day, ahead) =>
    rules.map(({ role, shift }, at) => {
      const was = rostered[ahead]?.[at] ?? null;
      const key = `${ahead} ${at}`;
      return { key, day, role, shift, was, text: typed[key] ?? (was === null ? "" : String(was)) };
    }),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const roster: NonNullable<StaffingDraft["roster"]> = [];
    for (const { day, role, shift, was, text } of cells) {
      const people = readPeople(text);
      if (people === undefined || (people === null && was !== null))
        return setAsks(`${midnightOf(day)}, ${role}, ${shift}: a whole number, 0 where nobody works.`);
      if (people !== null && people !== was) roster.push({ day, role, shift, people });
    }
    setAsks(null);
    if (roster.length === 0) return on.close();
    const isDone = await attempt("save", async () => {
      const said = await actions.setStaffing({ wardId: unitId, roster });
      return said.ok ? null : said.error.message;
    });
    if (isDone) on.saved();
  };
  const header = ["Day", ...rules.map(({ role, shift }) => `${role}, ${shift.toLowerCase()}`)];
  const rows = days.map((day, ahead) => ({
    key: day,
    cells: [
      midnightOf(day),
      ...rules.map(({ role, shift }, at) => {
        const { key, text } = cells[ahead * rules.length + at]!;
        return (
          <input
            key={key}
            aria-label={`${midnightOf(day)}, ${role}, ${shift}`}
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
      {(asks ?? failure) && (
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
