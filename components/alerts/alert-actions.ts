import type { AlertsView, AlertView } from "@/lib/core/alerts/alert";
import type { AlertStep } from "@/lib/core/alerts/alert-state";

/** Which alerts are on screen. */
export interface AlertChoice {
  readonly list: AlertsView["list"];
  readonly wardId: string | null;
  /** This one alone, wherever it stands, as a message about it leads to. */
  readonly alertId?: string;
}

/** What the inbox asks for; what goes wrong is an error whose message may be shown. */
export interface AlertActions {
  readonly load: (choice: AlertChoice & { readonly cursor: string | null }) => Promise<AlertsView>;
  readonly act: (input: { readonly alertId: string; readonly step: AlertStep }) => Promise<AlertView>;
}

/** Everything about alerts in the cache begins with this. */
export const ALERTS_KEY = "alerts";

/** Names one view of the inbox in the cache, on the server and in the browser alike. */
export const alertsKey = ({ list, wardId, alertId }: AlertChoice) =>
  [ALERTS_KEY, list, wardId, alertId ?? null] as const;

/** Names the number beside the place in the navigation. */
export const ALERT_COUNT_KEY = [ALERTS_KEY, "count"] as const;

/** Where a view of the inbox is found, so that it can be kept. */
export function alertsAddress({ list, wardId }: AlertChoice): string {
  const query = new URLSearchParams();
  if (list !== "open") query.set("show", list);
  if (wardId !== null) query.set("ward", wardId);
  const text = query.toString();
  return text === "" ? "/alerts" : `/alerts?${text}`;
}
