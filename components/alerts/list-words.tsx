import { isLate } from "@/components/alerts/last-look";
import { Notice } from "@/components/ui/notice";
import type { AlertsView } from "@/lib/core/alerts/alert";

type List = AlertsView["list"];

export const LIST_WORDS: Readonly<Record<List, string>> = {
  open: "Open",
  acknowledged: "Taken",
  snoozed: "Put off",
  done: "Done",
};

const NOTHING: Readonly<Record<List, readonly [title: string, text: string]>> = {
  open: [
    "Nothing waits",
    "No rule found anybody, or somebody has answered every alert. Whoever was above the level before the rule looked, or while scores were not shown, is not found. Every patient is on the discharge list.",
  ],
  acknowledged: ["Nothing is taken", "What somebody takes stands here until it no longer holds or is set aside."],
  snoozed: ["Nothing is put off", "What is put off comes back by itself, and so does what quiet hours hold."],
  done: ["Nothing was done yet", "Alerts that were set aside, or no longer hold, stand here."],
};

/** What stands where there is no alert: of one that was asked for, why that may be. */
export function NothingToShow({ view, alertId }: { readonly view: AlertsView; readonly alertId: string | undefined }) {
  if (alertId === undefined) return <NothingWaits view={view} />;
  return (
    <Notice title="This alert is not shown to you">
      Its patient is on none of your wards: they may have moved since you were told, or the message was for somebody
      else.
    </Notice>
  );
}

/** What an empty list says: that nobody was found is said only where somebody could have been. */
function NothingWaits({ view }: { readonly view: AlertsView }) {
  const { list, rules, silentBecause } = view;
  const [title, text] = NOTHING[list];
  if (list !== "open") return <Notice title={title}>{text}</Notice>;
  if (silentBecause !== null)
    return (
      <Notice title="No rule looks at scores here" tone="warn">
        {silentBecause} Patients are on the discharge list.
      </Notice>
    );
  if (rules === 0)
    return (
      <Notice title="No rule is switched on">
        Nobody is looked for on these wards. A clinician or an administrator can write a rule under Alert rules;
        patients are on the discharge list.
      </Notice>
    );
  // That nobody looks is said above.
  return isLate(view) ? null : <Notice title={title}>{text}</Notice>;
}
