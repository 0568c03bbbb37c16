"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { LocalTime } from "@/components/ui/local-time";
import { type CutoffLine, type CutoffView, LARGEST_CAPACITY } from "@/lib/core/worklist/cutoff";

interface CutoffBarProps {
  readonly cutoff: CutoffView | null;
  readonly line: CutoffLine | null;
  readonly timeZone: string;
  /** null where this reader cannot set it. */
  readonly setCutoff: ((capacity: number) => Promise<void>) | null;
}

/** "about 4 of these 12 may be readmitted, likely 2–6". */
function yieldWords({ above, yield: { expected, low, high } }: CutoffLine): string {
  const about = expected < 0.5 ? "fewer than 1" : `about ${Math.round(expected)}`;
  const range = low === high ? String(low) : `${low}–${high}`;
  const these = above.length === 1 ? "this 1 patient" : `these ${above.length}`;
  return `${about} of ${these} may be readmitted within 30 days, likely ${range}`;
}

const patientsWere = (count: number): string => (count === 1 ? "1 patient has" : `${count} patients have`);

function Said({ cutoff, line, timeZone }: { cutoff: CutoffView; line: CutoffLine; timeZone: string }) {
  return (
    <p className="m-0 max-w-[90ch]">
      <b>{cutoff.capacity === 1 ? "1 call" : `${cutoff.capacity} calls`} possible today</b>
      {/* Else "12 calls … of these 9" reads like a mistake. */}
      {line.above.length > 0 &&
        line.above.length + line.leftCount < cutoff.capacity &&
        ", more than patients with a score"}
      {line.above.length > 0 ? (
        <>
          : {yieldWords(line)}
          <span className="text-mut"> (8 in 10 times, if the scores are right here)</span>.{" "}
        </>
      ) : (
        ". "
      )}
      <span className="text-mut">
        Set by {cutoff.byName}, <LocalTime at={cutoff.at} style="time" timeZone={timeZone} />.
        {line.leftCount > 0 && ` ${patientsWere(line.leftCount)} left the list since; their places count as used.`}
        {line.movedInCount > 0 && ` ${patientsWere(line.movedInCount)} moved above the line since it was set.`}
      </span>
    </p>
  );
}

/** How many patients can be called today, what that is worth, and where it ends. */
export function CutoffBar({ cutoff, line, timeZone, setCutoff }: CutoffBarProps) {
  if (cutoff === null && setCutoff === null) return null;
  return (
    <section
      aria-label="Calls possible today"
      className={classNames(
        "mb-3 flex flex-wrap items-center gap-x-4 gap-y-1.5 rounded-xl border border-line bg-panel px-3.5 py-2",
        cutoff === null && "print:hidden",
      )}
    >
      {cutoff !== null && line !== null && <Said cutoff={cutoff} line={line} timeZone={timeZone} />}
      {setCutoff !== null && <CapacityForm cutoff={cutoff} setCutoff={setCutoff} />}
    </section>
  );
}

function CapacityForm({ cutoff, setCutoff }: { cutoff: CutoffView | null; setCutoff: (n: number) => Promise<void> }) {
  const id = useId();
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);

  async function save(capacity: number): Promise<void> {
    setFailure(null);
    setSaving(true);
    try {
      await setCutoff(capacity);
      setText("");
    } catch (thrown) {
      setFailure(thrown instanceof Error && !(thrown instanceof TypeError) ? thrown.message : "It was not saved.");
    } finally {
      setSaving(false);
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const capacity = Number(text);
    if (text.trim() === "" || !Number.isInteger(capacity) || capacity < 1 || capacity > LARGEST_CAPACITY)
      setFailure(`Write a whole number from 1 to ${LARGEST_CAPACITY}.`);
    else void save(capacity);
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-center gap-2 print:hidden">
      <label htmlFor={id} className={cutoff === null ? "font-semibold" : "text-mut"}>
        {cutoff === null ? "Calls possible today" : "Change to"}
      </label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-invalid={failure !== null || undefined}
        aria-describedby={failure === null ? undefined : `${id}-failure`}
        className="min-h-8 w-16 rounded-lg border border-edge bg-panel px-2.5 py-1 touch:min-h-11 touch:text-lg"
      />
      <Button type="submit" isDisabled={isSaving}>
        {cutoff === null ? "Draw the line" : "Set"}
      </Button>
      {cutoff !== null && (
        <Button look="text" isDisabled={isSaving} onPress={() => void save(0)}>
          Take the line away
        </Button>
      )}
      {failure && (
        <p id={`${id}-failure`} role="alert" className="m-0 text-bad">
          {failure}
        </p>
      )}
    </form>
  );
}
