"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { ALERTS_KEY, type AlertActions, type AlertChoice, alertsKey } from "@/components/alerts/alert-actions";
import { AlertRow } from "@/components/alerts/alert-row";
import { DismissDialog } from "@/components/alerts/dismiss-dialog";
import type { firstPage } from "@/components/alerts/first-page";
import { SnoozeDialog } from "@/components/alerts/snooze-dialog";
import { STEP_DONE_WORDS } from "@/components/alerts/step-words";
import { FailureNotice } from "@/components/ui/failure-notice";
import type { AlertView } from "@/lib/core/alerts/alert";
import { type AlertStep, type AlertStepKind, possibleSteps } from "@/lib/core/alerts/alert-state";

interface AlertListProps {
  readonly alerts: readonly AlertView[];
  readonly choice: AlertChoice;
  readonly timeZone: string;
  readonly showWard: boolean;
  /** null where this reader does nothing about alerts. */
  readonly act: AlertActions["act"] | null;
}

type Pages = ReturnType<typeof firstPage>;

const withoutAlert = ({ pages, ...rest }: Pages, alertId: string): Pages => ({
  ...rest,
  pages: pages.map((page) => ({ ...page, alerts: page.alerts.filter(({ id }) => id !== alertId) })),
});

const KEYS: Readonly<Record<string, AlertStepKind>> = { a: "acknowledge", s: "snooze", d: "dismiss" };

/** The alerts one under the other, and why an answer was not taken, also where none is left. What is done about one is done at once, and the focus goes on to the next. */
export function AlertList({ alerts, choice, act, timeZone, showWard }: AlertListProps) {
  const client = useQueryClient();
  const list = useRef<HTMLUListElement>(null);
  const [asked, setAsked] = useState<{ readonly alert: AlertView; readonly step: "snooze" | "dismiss" } | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const saving = useMutation({
    mutationFn: (input: { readonly alertId: string; readonly step: AlertStep }) =>
      act === null ? Promise.reject(new Error("You only look at alerts here.")) : act(input),
    // It leaves the list at once; putting off what is put off leaves it there.
    onMutate: async ({ alertId, step }) => {
      if (choice.list === "snoozed" && step.kind === "snooze") return undefined;
      await client.cancelQueries({ queryKey: alertsKey(choice) });
      const before = client.getQueryData<Pages>(alertsKey(choice));
      client.setQueryData<Pages>(alertsKey(choice), (now) => now && withoutAlert(now, alertId));
      return before;
    },
    // It was not done: it stands where it stood, also where nobody can be asked.
    onError: (_error, _input, before) => {
      if (before !== undefined) client.setQueryData<Pages>(alertsKey(choice), before);
    },
    // Also where it was refused: somebody else may have been sooner.
    onSettled: () => client.invalidateQueries({ queryKey: [ALERTS_KEY] }),
  });

  const links = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>("a[data-alert]") ?? [])];
  /** The name of the alert that follows, else of the one before: what is answered leaves the list. */
  const after = (alertId: string): HTMLElement | undefined => {
    const all = links();
    const at = all.findIndex(({ dataset }) => dataset.alert === alertId);
    return all[at + 1] ?? all[at - 1];
  };
  const take = (alert: AlertView, step: AlertStep): void => {
    setAsked(null);
    const next = after(alert.id);
    saving.mutate(
      { alertId: alert.id, step },
      { onSuccess: () => setSaid(`${STEP_DONE_WORDS[step.kind]}: ${alert.ruleName}.`) },
    );
    requestAnimationFrame(() => next?.focus());
  };
  const begin = (alert: AlertView, step: AlertStepKind): void => {
    if (step === "snooze" || step === "dismiss") setAsked({ alert, step });
    else take(alert, { kind: step });
  };

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const all = links();
    const row = document.activeElement?.closest("li[data-row]");
    const at = all.findIndex((link) => link.closest("li[data-row]") === row);
    const move = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    const step = KEYS[event.key];
    const alert = alerts[at];
    if (move !== undefined) all[at + move]?.focus();
    else if (act !== null && step !== undefined && alert !== undefined && possibleSteps(alert.state).includes(step))
      begin(alert, step);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <FailureNotice why={saving.error?.message ?? null} />
      <p role="status" className="sr-only">
        {said}
      </p>
      <ul
        ref={list}
        aria-label="Alerts"
        hidden={alerts.length === 0}
        onKeyDown={onKeyDown}
        className="card m-0 list-none divide-y divide-line p-0"
      >
        {alerts.map((alert) => (
          <AlertRow
            key={alert.id}
            alert={alert}
            timeZone={timeZone}
            showWard={showWard}
            steps={act === null ? [] : possibleSteps(alert.state)}
            isBusy={saving.isPending && saving.variables.alertId === alert.id}
            begin={begin}
          />
        ))}
      </ul>
      {asked?.step === "snooze" && (
        <SnoozeDialog
          close={() => setAsked(null)}
          snooze={(minutes) => take(asked.alert, { kind: "snooze", minutes })}
        />
      )}
      {asked?.step === "dismiss" && (
        <DismissDialog
          close={() => setAsked(null)}
          dismiss={(reason, note) => take(asked.alert, { kind: "dismiss", reason, note })}
        />
      )}
    </>
  );
}
