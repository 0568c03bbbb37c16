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
import { patientName } from "@/lib/core/worklist/patient-identity";

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

/** Puts one alert back where it stood; what was answered beside it meanwhile stays away. */
const withAlertBack = ({ pages, ...rest }: Pages, alertId: string, before: Pages): Pages => ({
  ...rest,
  pages: pages.map((page, n) => {
    const stood = before.pages[n]?.alerts ?? [];
    const isHere = (id: string): boolean => id === alertId || page.alerts.some((one) => one.id === id);
    if (page.alerts.some(({ id }) => id === alertId) || !stood.some(({ id }) => id === alertId)) return page;
    const others = page.alerts.filter((one) => stood.every(({ id }) => id !== one.id));
    return { ...page, alerts: [...stood.filter(({ id }) => isHere(id)), ...others] };
  }),
});

/** Whose alert a dialog is about: its row lies behind. */
const aboutOf = ({ patient, ruleName }: AlertView): string => `${patientName(patient)}. ${ruleName}.`;

const KEYS: Readonly<Record<string, AlertStepKind>> = { a: "acknowledge", s: "snooze", d: "dismiss" };

/** The alerts one under the other, and why an answer was not taken, also where none is left. What is done about one is done at once, and the focus goes on to the next. */
export function AlertList({ alerts, choice, act, timeZone, showWard }: AlertListProps) {
  const client = useQueryClient();
  const list = useRef<HTMLUListElement>(null);
  const [asked, setAsked] = useState<{ readonly alert: AlertView; readonly step: "snooze" | "dismiss" } | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const saving = useMutation({
    mutationFn: ({ alert, step }: { readonly alert: AlertView; readonly step: AlertStep }) =>
      act === null ? Promise.reject(new Error("You only look at alerts here.")) : act({ alertId: alert.id, step }),
    // It leaves the list at once; putting off what is put off leaves it there, and so does looking at one alone.
    onMutate: async ({ alert, step }) => {
      if (choice.alertId !== undefined || (choice.list === "snoozed" && step.kind === "snooze")) return undefined;
      await client.cancelQueries({ queryKey: alertsKey(choice) });
      const before = client.getQueryData<Pages>(alertsKey(choice));
      client.setQueryData<Pages>(alertsKey(choice), (now) => now && withoutAlert(now, alert.id));
      return before;
    },
    // It was not done: it stands where it stood, also where nobody can be asked, and others may be under way.
    onError: ({ message }, { alert }, before) => {
      setRefused((all) => [...all, `${patientName(alert.patient)}: ${message}`]);
      if (before !== undefined)
        client.setQueryData<Pages>(alertsKey(choice), (now) => now && withAlertBack(now, alert.id, before));
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
    setRefused([]);
    const next = after(alert.id);
    saving.mutate({ alert, step }, { onSuccess: () => setSaid(`${STEP_DONE_WORDS[step.kind]}: ${alert.ruleName}.`) });
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
    // A key that is held down answers one alert, not one after the other.
    const step = event.repeat ? undefined : KEYS[event.key];
    const alert = alerts[at];
    if (move !== undefined) all[at + move]?.focus();
    else if (act !== null && step !== undefined && alert !== undefined && possibleSteps(alert.state).includes(step))
      begin(alert, step);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <FailureNotice why={refused.length === 0 ? null : refused.join(" ")} />
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
            isBusy={saving.isPending && saving.variables.alert.id === alert.id}
            begin={begin}
          />
        ))}
      </ul>
      {asked?.step === "snooze" && (
        <SnoozeDialog
          about={aboutOf(asked.alert)}
          close={() => setAsked(null)}
          snooze={(minutes) => take(asked.alert, { kind: "snooze", minutes })}
        />
      )}
      {asked?.step === "dismiss" && (
        <DismissDialog
          about={aboutOf(asked.alert)}
          close={() => setAsked(null)}
          dismiss={(reason, note) => take(asked.alert, { kind: "dismiss", reason, note })}
        />
      )}
    </>
  );
}
