"use client";
import { actOnAlertAction, listAlertsAction } from "@/app/_adapters/alert-actions";
import { orThrow } from "@/app/or-throw";
import { useChanges } from "@/app/use-changes";
import { ALERTS_KEY, type AlertActions, type AlertChoice } from "@/components/alerts/alert-actions";
import { AlertsScreen } from "@/components/alerts/alerts-screen";

const actions: AlertActions = {
  load: async (choice) => orThrow(await listAlertsAction(choice)),
  act: async (input) => orThrow(await actOnAlertAction(input)),
};

interface InboxProps {
  readonly choice: AlertChoice;
  /** Number of the newest change before the alerts were read. */
  readonly changesAfter: number;
}

/** The inbox, wired to its verbs; it reads itself again when something changed. */
export function Inbox({ choice, changesAfter }: InboxProps) {
  useChanges({ queryKey: [ALERTS_KEY], after: changesAfter });
  return <AlertsScreen choice={choice} {...actions} />;
}
