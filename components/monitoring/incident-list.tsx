import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import type { IncidentAnswer, IncidentView } from "@/lib/core/monitoring/incident-view";
import { isSettled } from "@/lib/core/monitoring/settled";
import { signalDetail, signalTitle } from "@/lib/core/monitoring/signal-words";

/** An answer in words, as a choice and as what stands beside the name. */
export const ANSWER_WORDS: Readonly<Record<IncidentAnswer, string>> = {
  looking: "Looking into it",
  mended: "The cause is mended",
  expected: "A real change, and expected",
  "nothing-to-do": "No matter for the model",
};

interface IncidentListProps {
  readonly incidents: readonly IncidentView[];
  readonly timeZone: string;
  readonly mayAnswer: boolean;
  readonly onAnswer: (incident: IncidentView) => void;
}

/** What was found, when, and what was done about it. */
export function IncidentList({ incidents, timeZone, mayAnswer, onAnswer }: IncidentListProps) {
  return (
    <ul className="m-0 flex list-none flex-col gap-3 p-0">
      {incidents.map((incident) => {
        const { id, wardName, foundOn, lastOn, endedOn, notes } = incident;
        const title = signalTitle(incident, wardName);
        return (
          <li key={id} className="rounded-xl border border-line bg-panel px-4 py-3">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <h3 className="m-0 text-base font-semibold">{title}</h3>
              <Chip tone={endedOn === null ? "warn" : "plain"}>{endedOn === null ? "lasts" : "over"}</Chip>
              {wardName && incident.kind !== "new-ward" && <Chip>{wardName} only</Chip>}
            </div>
            <p className="m-0 mt-1 max-w-[80ch]">{signalDetail(incident)}</p>
            <p className="m-0 mt-1 text-sm text-mut">
              Found on <LocalTime at={foundOn} style="day" timeZone="UTC" />
              {lastOn !== foundOn && (
                <>
                  , last on <LocalTime at={lastOn} style="day" timeZone="UTC" />
                </>
              )}
              . {notes.length === 0 && "Nobody has said anything about it yet."}
            </p>
            {notes.map(({ answer, note, byName, at }) => (
              <p key={at} className="m-0 mt-2 border-l-2 border-edge pl-3">
                <strong className="font-semibold">{ANSWER_WORDS[answer]}.</strong> {note}{" "}
                <span className="text-sm whitespace-nowrap text-mut">
                  {byName}, <LocalTime at={at} style="day-time" timeZone={timeZone} />
                </span>
              </p>
            ))}
            {endedOn === null && incident.said !== null && !isSettled(incident) && (
              <p className="m-0 mt-2">It has moved further since that was said.</p>
            )}
            {mayAnswer && (
              <Button
                className="mt-2.5 print:hidden"
                onPress={() => onAnswer(incident)}
                aria-label={`Say what was done: ${title}`}
              >
                Say what was done
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
