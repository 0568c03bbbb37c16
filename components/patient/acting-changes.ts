import type { PageActions } from "@/components/patient/page-actions";
import { pendingId, type StayChange } from "@/components/patient/use-stay-changes";
import type { InterventionDraft, InterventionView } from "@/lib/core/worklist/intervention";
import type { ResponseDraft, ResponseView } from "@/lib/core/worklist/response";
import type { StayView } from "@/lib/core/worklist/stay-view";

type Edit = (stay: StayView) => StayView;
type Kept = "interventions" | "responses";

/** Edits one of the two lists of a stay, whatever is in it. */
function editing<Field extends Kept>(field: Field) {
  type One = StayView[Field][number];
  const edit =
    (update: (all: readonly One[]) => readonly One[]): Edit =>
    (stay) => ({ ...stay, [field]: update(stay[field] as readonly One[]) });
  return {
    add: (one: One) => edit((all) => [one, ...all]),
    put: (one: One) => edit((all) => all.map((other) => (other.id === one.id ? one : other))),
    replace: (id: string, one: One) =>
      edit((all) => [one, ...all.filter((other) => other.id !== id && other.id !== one.id)]),
    remove: (id: string) => edit((all) => all.filter((other) => other.id !== id)),
  };
}

const done = editing("interventions");
const said = editing("responses");

const now = (): string => new Date().toISOString();
const me = { name: "You", role: "clinician" } as const;

/** A reader writes down what was done for this patient. */
export function noteChange(
  { stayId, predictionId }: Pick<StayView, "stayId" | "predictionId">,
  {
    actions,
    draft,
    again,
  }: { readonly actions: PageActions; readonly draft: InterventionDraft; readonly again: () => void },
): StayChange {
  const shown: InterventionView = {
    ...draft,
    id: pendingId(),
    stayId,
    predictionId,
    by: me,
    at: now(),
    withdrawnAt: null,
    mine: true,
  };
  return {
    show: done.add(shown),
    send: async () => {
      const [saved] = await actions.note({ ...draft, stayIds: [stayId] });
      return saved === undefined ? done.remove(shown.id) : done.replace(shown.id, saved);
    },
    undo: done.remove(shown.id),
    failure: "What was done was not saved",
    again,
  };
}

/** A reader takes back what they noted. */
export function withdrawNoteChange(one: InterventionView, actions: PageActions): StayChange {
  return {
    show: done.put({ ...one, withdrawnAt: now() }),
    send: async () => {
      const [saved] = await actions.withdrawNote({ interventionIds: [one.id] });
      return done.put(saved ?? one);
    },
    undo: done.put(one),
    failure: "Your note was not taken back",
    again: null,
  };
}

/** A reader answers the prediction on screen; their answer before, if any, gives way to it. */
export function respondChange(
  { stayId, predictionId }: { readonly stayId: string; readonly predictionId: string },
  {
    actions,
    draft,
    standing,
    again,
  }: {
    readonly actions: PageActions;
    readonly draft: ResponseDraft;
    readonly standing: ResponseView | null;
    readonly again: (() => void) | null;
  },
): StayChange {
  const shown: ResponseView = {
    ...draft,
    id: pendingId(),
    stayId,
    predictionId,
    by: me,
    at: now(),
    withdrawnAt: null,
    mine: true,
    aboutEarlierPrediction: false,
  };
  const giveWay: Edit = (stay) => (standing === null ? stay : said.put({ ...standing, withdrawnAt: now() })(stay));
  const comeBack: Edit = (stay) => (standing === null ? stay : said.put(standing)(stay));
  return {
    show: (stay) => said.add(shown)(giveWay(stay)),
    send: async () => {
      const saved = await actions.respond({ ...draft, stayId, predictionId });
      return said.replace(shown.id, saved);
    },
    undo: (stay) => comeBack(said.remove(shown.id)(stay)),
    failure: "Your answer was not saved",
    again,
  };
}

/** A reader takes their own answer back. */
export function withdrawResponseChange(one: ResponseView, actions: PageActions): StayChange {
  return {
    show: said.put({ ...one, withdrawnAt: now() }),
    send: async () => said.put(await actions.withdrawResponse({ responseId: one.id })),
    undo: said.put(one),
    failure: "Your answer was not taken back",
    again: null,
  };
}
