import type { FlagDraft } from "@/components/patient/flag-words";
import type { PageActions } from "@/components/patient/page-actions";
import { pendingId, type StayChange } from "@/components/patient/use-stay-changes";
import type { FlagView } from "@/lib/core/worklist/flag-view";
import type { StayView } from "@/lib/core/worklist/stay-view";

type Edit = (stay: StayView) => StayView;

const editFlags =
  (update: (flags: readonly FlagView[]) => readonly FlagView[]): Edit =>
  (stay) => ({ ...stay, flags: update(stay.flags) });

/** A reader says that the prediction on screen is wrong. */
export function flagChange(
  { stayId, predictionId }: { readonly stayId: string; readonly predictionId: string },
  { actions, draft, again }: { readonly actions: PageActions; readonly draft: FlagDraft; readonly again: () => void },
): StayChange {
  const shown: FlagView = {
    ...draft,
    id: pendingId(),
    predictionId,
    by: { name: "You", role: "clinician" },
    at: new Date().toISOString(),
    withdrawnAt: null,
    mine: true,
    aboutEarlierPrediction: false,
  };
  return {
    show: editFlags((flags) => [shown, ...flags]),
    send: async () => {
      const saved = await actions.flag({ ...draft, stayId, predictionId });
      return editFlags((flags) => [saved, ...flags.filter(({ id }) => id !== shown.id && id !== saved.id)]);
    },
    undo: editFlags((flags) => flags.filter(({ id }) => id !== shown.id)),
    failure: "Your flag was not saved",
    again,
  };
}

/** A reader takes their own flag back. */
export function withdrawFlagChange(flag: FlagView, actions: PageActions): StayChange {
  const put = (one: FlagView) => editFlags((flags) => flags.map((other) => (other.id === one.id ? one : other)));
  return {
    show: put({ ...flag, withdrawnAt: new Date().toISOString() }),
    send: async () => put(await actions.withdrawFlag({ flagId: flag.id })),
    undo: put(flag),
    failure: "Your flag was not withdrawn",
    again: null,
  };
}
