"use client";
import { useState } from "react";
import {
  noteChange,
  respondChange,
  withdrawNoteChange,
  withdrawResponseChange,
} from "@/components/patient/acting-changes";
import type { Act } from "@/components/patient/acts";
import { flagChange, withdrawFlagChange } from "@/components/patient/flag-changes";
import type { FlagDraft } from "@/components/patient/flag-words";
import type { PageActions } from "@/components/patient/page-actions";
import { useStayChanges } from "@/components/patient/use-stay-changes";
import type { FlagView } from "@/lib/core/worklist/flag-view";
import type { InterventionDraft } from "@/lib/core/worklist/intervention";
import type { ResponseDraft, ResponseView } from "@/lib/core/worklist/response";
import type { StayView } from "@/lib/core/worklist/stay-view";

type Dialog = "note" | "dismiss" | "flag";

/** What was written in a dialog and could not be saved, to be looked at again. */
interface Drafts {
  readonly note: InterventionDraft | null;
  readonly dismiss: ResponseDraft | null;
  readonly flag: FlagDraft | null;
}

const NOTHING: Drafts = { note: null, dismiss: null, flag: null };

/** The reader's own answer that stands for the score on screen. */
export function standingAnswer({ responses }: Pick<StayView, "responses">): ResponseView | null {
  return responses.find((one) => one.mine && one.withdrawnAt === null && !one.aboutEarlierPrediction) ?? null;
}

/** Everything a reader can do on a patient's page, and which dialog is open. */
export function useActing(stay: StayView, actions: PageActions) {
  const { change, failure, clearFailure } = useStayChanges(stay.stayId);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [drafts, setDrafts] = useState<Drafts>(NOTHING);
  const { stayId, predictionId } = stay;
  const standing = standingAnswer(stay);

  /** Opens a dialog with what was written before it failed. */
  const reopen = (which: Dialog, draft: Partial<Drafts>) => () => {
    setDrafts({ ...NOTHING, ...draft });
    setDialog(which);
    clearFailure();
  };
  const respond = (draft: ResponseDraft) => {
    if (predictionId === null) return;
    const again = draft.kind === "dismissed" ? reopen("dismiss", { dismiss: draft }) : null;
    change(respondChange({ stayId, predictionId }, { actions, draft, standing, again }));
  };
  return {
    failure,
    clearFailure,
    dialog,
    drafts,
    standing,
    open: (which: Dialog) => {
      setDrafts(NOTHING);
      setDialog(which);
    },
    close: () => setDialog(null),
    note: (draft: InterventionDraft) =>
      change(noteChange(stay, { actions, draft, again: reopen("note", { note: draft }) })),
    respond,
    flag: (draft: FlagDraft) => {
      if (predictionId === null) return;
      change(flagChange({ stayId, predictionId }, { actions, draft, again: reopen("flag", { flag: draft }) }));
    },
    withdrawFlag: (flag: FlagView) => change(withdrawFlagChange(flag, actions)),
    undo: ({ of }: Pick<Act, "of">) =>
      change("note" in of ? withdrawNoteChange(of.note, actions) : withdrawResponseChange(of.answer, actions)),
  };
}
