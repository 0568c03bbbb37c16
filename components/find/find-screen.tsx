"use client";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { FoundList } from "@/components/find/found-list";
import { type SearchState, usePatientSearch } from "@/components/find/use-patient-search";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { PatientSearch } from "@/lib/core/search/found-patient";

interface FindScreenProps {
  readonly search: (text: string, signal: AbortSignal) => Promise<PatientSearch>;
}

/** What a screen reader hears of how the search went. */
function spoken(state: SearchState): string {
  if (state.status !== "found") return "";
  const { found, hasMore, elsewhere, isTooShort } = state.result;
  if (isTooShort) return "Type at least two letters.";
  const people = `${found.length} ${found.length === 1 ? "stay" : "stays"} found`;
  return `${hasMore ? `More than ${people}` : people}${elsewhere.length > 0 ? "; one on another ward" : ""}.`;
}

/** Up and down walk from the box through what was found and back; Enter opens, as links do. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input, a[data-found]")];
  const here = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
  if (here < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** What was searched for last, in this tab and only while it lives: never in an address, and gone with the session. */
let lastText = "";

/** Finding a patient who is or was lately on one's wards; the text stays in this page and out of its address. */
export function FindScreen({ search }: FindScreenProps) {
  const [text, setText] = useState(() => lastText);
  const { state, again } = usePatientSearch(text, search);
  const box = useRef<HTMLInputElement>(null);
  const hintId = useId();
  // The page is for nothing else; what stands there from before goes with the first letter typed.
  useEffect(() => {
    box.current?.focus();
    box.current?.select();
  }, []);
  useEffect(() => {
    lastText = text;
  }, [text]);
  const shown = state.status === "found" ? state.result : state.status === "searching" ? state.last : null;
  return (
    <search onKeyDown={walk} className="block max-w-3xl">
      <h1 className="m-0 mb-3 text-2xl font-bold">Find a patient</h1>
      <input
        ref={box}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={120}
        autoComplete="off"
        spellCheck={false}
        aria-label="Name, MRN or birth date"
        aria-describedby={hintId}
        placeholder="Name, MRN or birth date"
        className="min-h-11 w-full rounded-full border border-edge bg-panel px-4.5 py-2 text-lg"
      />
      <p id={hintId} className="m-0 mt-1.5 mb-4 px-1 text-sm text-mut">
        The beginning of a name, a whole MRN, or a birth date as 1950-03-11. Looks through your wards: patients in
        hospital and those who left within 90 days.
      </p>
      <p role="status" className="sr-only">
        {spoken(state)}
      </p>
      <div aria-busy={state.status === "searching"}>
        {shown && <FoundList result={shown} />}
        <SaidOf state={state} again={again} />
      </div>
    </search>
  );
}

/** What is said where there is nothing, not all or no answer. */
function SaidOf({ state, again }: { readonly state: SearchState; readonly again: () => void }) {
  if (state.status === "failed") {
    return (
      <Notice
        title="The search could not be done"
        tone="bad"
        role="alert"
        action={<Button onPress={again}>Try again</Button>}
      >
        What you typed is still here.
      </Notice>
    );
  }
  if (state.status === "searching" && state.last === null) return <p className="m-0 px-1 text-mut">Searching …</p>;
  if (state.status !== "found") return null;
  const { found, hasMore, elsewhere, isTooShort } = state.result;
  if (isTooShort) return <p className="m-0 px-1 text-mut">Type at least two letters.</p>;
  if (hasMore) {
    return (
      <p className="mt-2.5 px-1 text-mut">More match than are listed. Add another name, the MRN or the birth date.</p>
    );
  }
  if (found.length > 0 || elsewhere.length > 0) return null;
  return (
    <Notice title="Nobody found on your wards">
      Names are compared from their beginning, accents and hyphens do not matter. A patient on another ward is found by
      their whole MRN only.
    </Notice>
  );
}
