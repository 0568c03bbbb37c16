"use client";
import { Age } from "@/components/connections/way-card";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { type ConnectionsOverview, type DeadTask, errorWords } from "@/lib/core/connections/connections-overview";

const KINDS: Readonly<Record<DeadTask["kind"], string>> = {
  "read-patient": "Read a patient again",
  "write-prediction": "Write a score into the record",
  "train-model": "Train a model",
  "deliver-alert": "Send an alert outside",
};

/** On screen at once; "try all again" means the others too. */
const SHOWN = 10;

interface DeadLettersProps {
  readonly dead: ConnectionsOverview["dead"];
  readonly retry: (taskIds: readonly string[]) => void;
}

/** Work that was tried too often and waits for somebody to look. */
export function DeadLetters({ dead, retry }: DeadLettersProps) {
  const { tasks, total } = dead;
  if (total === 0) return <Notice title="Nothing was put aside">What fails for good would wait here.</Notice>;
  const shown = tasks.slice(0, SHOWN);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <p className="m-0 max-w-[68ch] text-mut">
          Tried several times and put aside; nothing of it is lost. Look at why first, then try again. Whom it is about
          is not shown here.
        </p>
        <Button onPress={() => retry(tasks.map(({ id }) => id))}>
          {total > tasks.length ? `Try the oldest ${tasks.length} again` : `Try all ${total} again`}
        </Button>
      </div>
      <ul aria-label="Put aside" className="card m-0 list-none divide-y divide-line p-0">
        {shown.map((task) => (
          <li key={task.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
            <div className="min-w-0 flex-1 basis-64">
              <p className="m-0 font-semibold">{KINDS[task.kind]}</p>
              <p className="m-0 text-sm text-mut">
                {errorWords(task.errorCode ?? "error")} {task.attempts} tries, asked for <Age at={task.askedAt} />.
              </p>
            </div>
            <Button onPress={() => retry([task.id])} aria-label={`Try again: ${KINDS[task.kind]}`}>
              Try again
            </Button>
          </li>
        ))}
      </ul>
      {total > shown.length && (
        <p className="mt-2 mb-0 text-sm text-mut">
          The {shown.length} oldest of {total} are shown.
        </p>
      )}
    </>
  );
}
