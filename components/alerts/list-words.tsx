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
    "No rule found anybody, or somebody has answered every alert. Patients no rule found are on the discharge list.",
  ],
  acknowledged: ["Nothing is taken", "What somebody takes stands here until it no longer holds or is set aside."],
  snoozed: ["Nothing is put off", "What is put off comes back by itself, and so does what quiet hours hold."],
  done: ["Nothing was done yet", "Alerts that were set aside, or no longer hold, stand here."],
};

/** What an empty list says. */
export function NothingWaits({ list }: { readonly list: List }) {
  const [title, text] = NOTHING[list];
  return <Notice title={title}>{text}</Notice>;
}
