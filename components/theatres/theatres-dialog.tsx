"use client";
import { type FormEvent, useState } from "react";
import type { TheatresActions } from "@/components/theatres/theatres-actions";
import { ChangedMeanwhile } from "@/components/ui/changed-meanwhile";
import { DialogEnd } from "@/components/ui/dialog-end";
import { failureOf } from "@/components/ui/done";
import { TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import { useSeen } from "@/components/ui/use-seen";
import { USUAL_RULES } from "@/lib/core/theatres/theatre-day";
import { type TheatreSetting, theatreSetting } from "@/lib/core/theatres/theatre-setting";

/** As a week is written, each with its place in the setting, which begins with Sunday. */
const WEEK = [
  ["Monday", 1],
  ["Tuesday", 2],
  ["Wednesday", 3],
  ["Thursday", 4],
  ["Friday", 5],
  ["Saturday", 6],
  ["Sunday", 0],
] as const;

const NUMBERS = [
  ["roomMinutes", "A room is staffed, minutes a day"],
  ["shiftMinutes", "Somebody works, minutes a day"],
  ["recoveryMinutes", "Recovery is open, minutes a day"],
  ["recoveryBeds", "Recovery beds"],
] as const;

const numberOf = (text: string): number => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN);

/** Says how many rooms and recovery beds there are, and for how long. */
export function TheatresDialog({
  setting,
  actions,
  close,
  saved,
  refresh,
}: {
  readonly setting: TheatreSetting | null;
  readonly actions: TheatresActions;
  readonly close: () => void;
  readonly saved: () => void;
  /** Has everything read anew. */
  readonly refresh: () => void;
}) {
  const [rooms, setRooms] = useState(Array.from({ length: 7 }, (_, day) => String(setting?.rooms[day] ?? "")));
  const [texts, setTexts] = useState(() => {
    const { usable, ...numbers } = { ...USUAL_RULES, recoveryBeds: "", ...setting };
    const asText = Object.fromEntries(NUMBERS.map(([field]) => [field, String(numbers[field])]));
    return { ...asText, usable: String(Math.round(usable * 100)) } as Record<string, string>;
  });
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save">();
  const { seen, isChanged, refused } = useSeen(setting, refresh);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = theatreSetting.safeParse({
      rooms: rooms.map(numberOf),
      usable: numberOf(texts.usable ?? "") / 100,
      ...Object.fromEntries(NUMBERS.map(([field]) => [field, numberOf(texts[field] ?? "")])),
    });
    setAsks(
      read.success
        ? null
        : "Rooms and beds are whole numbers up to 200, minutes between 30 and 1440, and the share between 20 and 100.",
    );
    if (!read.success) return;
    const wanted = { ...read.data, seen };
    if (await attempt("save", () => failureOf(actions.setTheatres(wanted), refused))) saved();
  };
  return (
    <ModalDialog title="Rooms and recovery" isOpen onOpenChange={(isOpen) => isOpen || close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-4">
        <fieldset className="m-0 border-0 p-0">
          <legend className="mb-1 p-0 font-semibold">Rooms staffed</legend>
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
            {WEEK.map(([name, at]) => (
              <TextField
                key={name}
                label={name}
                inputMode="numeric"
                value={rooms[at]}
                onChange={(event) => setRooms(rooms.with(at, event.target.value))}
              />
            ))}
          </div>
        </fieldset>
        <div className="grid grid-cols-2 items-end gap-4">
          {NUMBERS.map(([field, label]) => (
            <TextField
              key={field}
              label={label}
              inputMode="numeric"
              value={texts[field]}
              onChange={(event) => setTexts({ ...texts, [field]: event.target.value })}
            />
          ))}
        </div>
        <TextField
          label="Of these minutes can be filled, %"
          inputMode="numeric"
          value={texts.usable}
          onChange={(event) => setTexts({ ...texts, usable: event.target.value })}
          hint="Operations do not fit end to end."
        />
        {isChanged && setting && (
          <ChangedMeanwhile
            fields={[
              ...WEEK.map(([name, at]) => ({ name, theirs: String(setting.rooms[at]), yours: rooms[at] ?? "" })),
              ...NUMBERS.map(([field, name]) => ({ name, theirs: String(setting[field]), yours: texts[field] ?? "" })),
              { name: "Can be filled, %", theirs: String(Math.round(setting.usable * 100)), yours: texts.usable ?? "" },
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
