"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Result } from "@/app/_adapters/act";
import {
  noteInterventionAction,
  respondToPredictionAction,
  withdrawInterventionAction,
  withdrawResponseAction,
} from "@/app/_adapters/acting-actions";
import { flagPredictionAction, withdrawFlagAction } from "@/app/_adapters/flag-actions";
import { refreshStayPage } from "@/app/(clinic)/stays/[stayId]/refresh-stay-page";
import { useChanges } from "@/app/use-changes";
import { NoteInterventionDialog } from "@/components/acting/note-intervention-dialog";
import type { PageActions } from "@/components/patient/page-actions";
import { stayKey } from "@/components/patient/stay-page";
import { StayScreen } from "@/components/patient/stay-screen";

/** What went wrong as an error whose message may be shown: that is what the screen understands. */
const orThrow =
  <Input, Output>(action: (input: Input) => Promise<Result<Output>>) =>
  async (input: Input): Promise<Output> => {
    const result = await action(input);
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };

const load = orThrow(refreshStayPage);

const actions: PageActions = {
  flag: orThrow(flagPredictionAction),
  withdrawFlag: orThrow(withdrawFlagAction),
  note: orThrow(noteInterventionAction),
  withdrawNote: orThrow(withdrawInterventionAction),
  respond: orThrow(respondToPredictionAction),
  withdrawResponse: orThrow(withdrawResponseAction),
};

/** The patient screen, wired to its verbs. */
export function Stay({ stayId, changesAfter }: { readonly stayId: string; readonly changesAfter: number }) {
  useChanges({ queryKey: stayKey(stayId), after: changesAfter, stayId });
  const client = useQueryClient();
  // What was done here is on the list too, which reads itself anew when it is next shown.
  useEffect(() => () => void client.invalidateQueries({ queryKey: ["worklist"] }), [client]);
  return (
    <StayScreen
      stayId={stayId}
      load={load}
      actions={actions}
      noteDialog={(props) => <NoteInterventionDialog {...props} />}
    />
  );
}
