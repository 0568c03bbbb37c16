"use client";
import { isPending } from "@/components/patient/use-stay-changes";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { DISMISSAL_WORDS, type ResponseView } from "@/lib/core/worklist/response";

interface AnswerBarProps {
  /** The reader's own answer to this score; null where they gave none. */
  readonly standing: ResponseView | null;
  readonly timeZone: string;
  readonly onAcknowledge: () => void;
  readonly onLater: () => void;
  readonly onDismiss: () => void;
  readonly onUndo: (standing: ResponseView) => void;
}

function saidWords({ kind, reason }: ResponseView): string {
  if (kind === "acknowledged") return "You acknowledged this score";
  if (kind === "agree-later") return "You agree with this score and will act later";
  return `You dismissed this score: ${reason === null ? "no reason given" : DISMISSAL_WORDS[reason].toLowerCase()}`;
}

/** The reader's own answer to the number above it: three ways to give one, one way to take it back. */
export function AnswerBar({ standing, timeZone, onAcknowledge, onLater, onDismiss, onUndo }: AnswerBarProps) {
  return (
    <fieldset className="m-0 mt-3 border-0 border-t border-line p-0 pt-3 print:hidden">
      <legend className="sr-only">Your answer to this score</legend>
      {standing === null ? (
        <div className="flex flex-wrap gap-1.5">
          <Button onPress={onAcknowledge} className="px-2! text-sm">
            Acknowledge
          </Button>
          <Button onPress={onLater} className="px-2! text-sm">
            Agree, later
          </Button>
          <Button onPress={onDismiss} className="px-2! text-sm">
            Dismiss …
          </Button>
        </div>
      ) : (
        <p className="m-0 flex flex-wrap items-center gap-x-2 gap-y-1" role="status">
          <span>
            {saidWords(standing)}, <LocalTime at={standing.at} style="day-time" timeZone={timeZone} />
            {isPending(standing.id) && "; saving …"}.
          </span>
          {!isPending(standing.id) && (
            <Button look="text" onPress={() => onUndo(standing)} aria-label="Take your answer back">
              Undo
            </Button>
          )}
        </p>
      )}
    </fieldset>
  );
}
