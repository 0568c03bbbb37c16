import type { ReactNode } from "react";
import { LocalTime } from "@/components/ui/local-time";
import { responseWords } from "@/components/worklist/acting-words";
import { INTERVENTION_WORDS } from "@/lib/core/worklist/intervention";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

interface SaidProps {
  readonly children: ReactNode;
  readonly byName: string;
  readonly at: string;
  readonly timeZone: string;
}

function Said({ children, byName, at, timeZone }: SaidProps) {
  return (
    <span className="block">
      {children}
      <span className="block text-2xs text-mut">
        {byName}, <LocalTime at={at} style="day-time" timeZone={timeZone} />
      </span>
    </span>
  );
}

/** What was last done for this patient and how the score was answered, by whom and when. */
export function DoneCell({ row, timeZone }: { readonly row: WorklistRow; readonly timeZone: string }) {
  const { lastAction, lastResponse } = row;
  return (
    <>
      {lastAction && (
        <Said {...lastAction} timeZone={timeZone}>
          <span className="font-semibold">
            <span aria-hidden="true">{lastAction.kind === "none" ? "" : "✓ "}</span>
            {INTERVENTION_WORDS[lastAction.kind].label}
          </span>
        </Said>
      )}
      {lastResponse && (
        <Said {...lastResponse} timeZone={timeZone}>
          {responseWords(lastResponse)}
          {lastResponse.aboutEarlierPrediction && " (about an earlier score)"}
        </Said>
      )}
    </>
  );
}
