import type { FlagDraft } from "@/components/patient/flag-words";
import type { FlagView } from "@/lib/core/worklist/flag-view";
import type { InterventionDraft, InterventionView } from "@/lib/core/worklist/intervention";
import type { ResponseDraft, ResponseView } from "@/lib/core/worklist/response";

interface OfPrediction {
  readonly stayId: string;
  readonly predictionId: string;
}

/** What the patient screen can ask of the server; each throws an error whose message may be shown. */
export interface PageActions {
  readonly flag: (input: FlagDraft & OfPrediction) => Promise<FlagView>;
  readonly withdrawFlag: (input: { readonly flagId: string }) => Promise<FlagView>;
  readonly note: (input: InterventionDraft & { readonly stayIds: readonly string[] }) => Promise<InterventionView[]>;
  readonly withdrawNote: (input: { readonly interventionIds: readonly string[] }) => Promise<InterventionView[]>;
  readonly respond: (input: ResponseDraft & OfPrediction) => Promise<ResponseView>;
  readonly withdrawResponse: (input: { readonly responseId: string }) => Promise<ResponseView>;
}
