import type { AccountRole } from "@/lib/core/access/access";
import type { WardView, Worklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** Who was shown it: everybody on the wards; or, while the model was silent, those alone who judge it. */
export const PAST_AUDIENCES = ["wards", "judges"] as const;
export type PastAudience = (typeof PAST_AUDIENCES)[number];

/** What a list said beside its rows and how old it was. */
export type ListSaid = Pick<Worklist, "timeZone" | "checkedHere" | "provenance" | "silentBecause" | "cutoff"> & {
  readonly wards: readonly WardView[];
};

/** Somebody who was shown the scores of a list. */
export interface PastViewing {
  readonly name: string;
  readonly role: AccountRole;
  /** ISO-8601; from the first to the last time the very same scores were shown. */
  readonly at: string;
  readonly untilAt: string;
}

/** Whether the kept rows still say what the predictions they name say. */
export interface PastCheck {
  /** Rows with a score. */
  readonly scored: number;
  /** Ids of predictions that say something else, or are not there. */
  readonly differing: readonly string[];
}

/** The list of some wards as it was handed out at, or last before, a moment. Times are ISO-8601. */
export interface PastList {
  /** The moment asked for. */
  readonly at: string;
  readonly audience: PastAudience;
  /** As it was shown, `asOf` being when it was first handed out; null where nothing was kept by then. */
  readonly list: Worklist | null;
  /** When it was followed by another; null while it is the newest. */
  readonly nextAt: string | null;
  /** It was shown as a part of a list of more wards, in the same order. */
  readonly isPart: boolean;
  readonly modelVersions: readonly string[];
  readonly check: PastCheck;
  /** How many people were shown these scores; who, where the reader may know. */
  readonly shownTo: number;
  readonly viewings: readonly PastViewing[] | null;
  /** Since when lists are kept whole; null where none is. */
  readonly keptSince: string | null;
  /** Wards this reader may choose. */
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  readonly wardId: string | null;
  readonly maySeeJudges: boolean;
  readonly timeZone: string;
}

/** What of a row a prediction says and nothing else does. */
export type SaidByPrediction = Pick<WorklistRow, "probability" | "tier" | "view" | "modelVersion" | "topDrivers">;

/** Whether a kept row says of the score exactly what its prediction says. */
export function saysTheSame(row: SaidByPrediction, prediction: SaidByPrediction): boolean {
  const said = ({ probability, tier, view, modelVersion, topDrivers }: SaidByPrediction) => [
    [probability, tier, view, modelVersion],
    topDrivers.map(({ feature, sentence, contribution }) => [feature, sentence, contribution]),
  ];
  return JSON.stringify(said(row)) === JSON.stringify(said(prediction));
}
