"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { noteInterventionAction } from "@/app/_adapters/acting-actions";
import { NoteInterventionDialog } from "@/components/acting/note-intervention-dialog";
import { Button } from "@/components/ui/button";
import type { Batch } from "@/components/worklist/selection-bar";
import {
  INTERVENTION_STAYS_MAXIMUM,
  INTERVENTION_WORDS,
  type InterventionDraft,
} from "@/lib/core/worklist/intervention";

/** One note for everybody chosen: all of them get it or nobody does, and the selection ends only when it is kept. */
export function NoteForBatch({ stayIds, patients, clear }: Batch) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [draft, setDraft] = useState<InterventionDraft | null>(null);
  const noting = useMutation({
    mutationFn: async (written: InterventionDraft) => {
      const result = await noteInterventionAction({ stayIds, ...written });
      if (!result.ok) throw new Error(result.error.message);
    },
    onSuccess: (_kept, { kind }) => {
      setDraft(null);
      const noted = kind === "none" ? "That nothing more was done is" : `${INTERVENTION_WORDS[kind].label} is`;
      clear(`${noted} noted for ${patients.length === 1 ? "1 patient" : `${patients.length} patients`}.`);
      void client.invalidateQueries({ queryKey: ["worklist"] });
    },
  });
  const isTooMany = stayIds.length > INTERVENTION_STAYS_MAXIMUM;
  return (
    <>
      <Button look="main" isDisabled={isTooMany || noting.isPending} onPress={() => setOpen(true)}>
        {noting.isPending ? "Noting …" : "Note what was done"}
      </Button>
      {isTooMany && (
        <p className="m-0 text-mut">One note can be about {INTERVENTION_STAYS_MAXIMUM} patients at most.</p>
      )}
      {noting.isError && (
        <p role="alert" className="m-0 font-semibold text-bad">
          Nothing was noted.{" "}
          {noting.error instanceof TypeError
            ? "The server could not be reached. Try again in a moment."
            : noting.error.message}
        </p>
      )}
      <NoteInterventionDialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        patients={patients}
        initial={draft}
        onSubmit={(written) => {
          setDraft(written);
          noting.mutate(written);
        }}
      />
    </>
  );
}
