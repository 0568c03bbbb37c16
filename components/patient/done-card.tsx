"use client";
import { type Act, toActs } from "@/components/patient/acts";
import { isPending } from "@/components/patient/use-stay-changes";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { LocalTime } from "@/components/ui/local-time";
import type { StayView } from "@/lib/core/worklist/stay-view";

interface DoneCardProps {
  readonly stay: Pick<StayView, "interventions" | "responses">;
  readonly timeZone: string;
  readonly onUndo: (act: Act) => void;
}

/** What was done for this patient and what was answered, newest first; one's own can be taken back. */
export function DoneCard({ stay, timeZone, onUndo }: DoneCardProps) {
  const acts = toActs(stay);
  const standing = acts.filter(({ withdrawnAt }) => withdrawnAt === null);
  const withdrawn = acts.filter(({ withdrawnAt }) => withdrawnAt !== null);
  return (
    <section className="card" aria-labelledby="done">
      <h2 id="done" className="m-0 mb-1 text-base font-semibold">
        What was done and said
      </h2>
      {standing.length === 0 && <p className="m-0 text-mut">Nothing has been noted for this stay.</p>}
      <ul className="m-0 list-none p-0">
        {standing.map((act) => (
          <li
            key={act.id}
            className="flex items-start justify-between gap-x-3 border-t border-line py-1.5 first:border-t-0"
          >
            <div className="min-w-0">
              <strong className="font-semibold">{act.what}</strong>
              {act.note && <span className="block whitespace-pre-line">{act.note}</span>}
              <span className="block text-sm text-mut">
                {act.mine ? "You" : `${act.by.name}, ${act.by.role}`},{" "}
                <LocalTime at={act.at} style="day-time" timeZone={timeZone} />
                {act.isAboutEarlierScore && "; about an earlier score, replaced since"}
                {isPending(act.id) && "; saving …"}
              </span>
            </div>
            {act.mine && !isPending(act.id) && (
              <Button
                look="text"
                onPress={() => onUndo(act)}
                className="shrink-0 print:hidden"
                aria-label={`Undo: ${act.what}`}
              >
                Undo
              </Button>
            )}
          </li>
        ))}
      </ul>
      {withdrawn.length > 0 && (
        <Disclosure summary={<span className="text-sm text-mut">{withdrawn.length} taken back</span>}>
          <ul className="m-0 list-none p-0 pl-[1.125rem] text-sm text-mut">
            {withdrawn.map((act) => (
              <li key={act.id} className="py-0.5">
                {act.what}, {act.mine ? "you" : act.by.name},{" "}
                <LocalTime at={act.at} style="day-time" timeZone={timeZone} />
                {act.note && `: ${act.note}`}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </section>
  );
}
