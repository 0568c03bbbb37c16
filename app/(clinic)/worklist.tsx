"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { setCutoffAction } from "@/app/_adapters/cutoff-actions";
import { loadList } from "@/app/(clinic)/load-list";
import { NoteForBatch } from "@/app/(clinic)/note-for-batch";
import { orThrow } from "@/app/or-throw";
import { useChanges } from "@/app/use-changes";
import { worklistKey } from "@/components/worklist/worklist-key";
import { WorklistScreen } from "@/components/worklist/worklist-screen";
import { type ListChoice, listAddress, parseListChoice } from "@/lib/core/worklist/list-choice";

const setCutoff = async (wardId: string | null, capacity: number) =>
  orThrow(await setCutoffAction({ wardId, capacity }));

interface WorklistProps {
  readonly wardId: string | null;
  /** Number of the newest change before the list was read. */
  readonly changesAfter: number;
  /** What the reader may do; each verb decides again. */
  readonly may: { readonly open: boolean; readonly note: boolean; readonly setCutoff: boolean };
}

/** The list, wired to its address and its verbs. */
export function Worklist({ wardId, changesAfter, may }: WorklistProps) {
  const search = useSearchParams().toString();
  const choice = useMemo(() => parseListChoice(search), [search]);
  useChanges({ queryKey: worklistKey(wardId), after: changesAfter });
  // The address changes in place: nothing is fetched, and "back" leads out of the list, not through every filter.
  const setChoice = (next: ListChoice) => window.history.replaceState(null, "", listAddress(wardId, next));
  return (
    <WorklistScreen
      wardId={wardId}
      choice={choice}
      setChoice={setChoice}
      mayOpen={may.open}
      load={loadList}
      setCutoff={may.setCutoff ? setCutoff : null}
      renderBatchAction={may.note ? (batch) => <NoteForBatch {...batch} /> : null}
    />
  );
}
