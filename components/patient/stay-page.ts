import type { Explanation } from "@/components/patient/explanation";
import type { StayView } from "@/lib/core/worklist/stay-view";

/** Everything the patient screen shows; made on the server, where the feature table is. */
export interface StayPage {
  readonly stay: StayView;
  /** null where the model abstains. */
  readonly explanation: Explanation | null;
  /** Plain words for each feature's name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly timeZone: string;
  /** The hospital's calendar day when this was read, YYYY-MM-DD. */
  readonly today: string;
}

/** Names one stay in the cache, on the server and in the browser alike. */
export const stayKey = (stayId: string) => ["stay", stayId] as const;
