import { Notice } from "@/components/ui/notice";
import { WATCH_RULE } from "@/lib/core/monitoring/find-signals";
import { type MonitoringView, standingOf, type Unjudged } from "@/lib/core/monitoring/monitoring-view";
import { count } from "@/lib/core/validation/figure-words";

const dayWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** Why nothing can be said of today. */
function unjudgedWords(because: Unjudged, { looked }: MonitoringView): string {
  return because === "old-look"
    ? `The last look was at days up to ${dayWords(looked?.throughDay ?? "")}; nothing later was looked at.`
    : `The last week has ${count(looked?.report.window?.stays ?? 0)} stays; fewer than ${WATCH_RULE.windowStays} are not compared.`;
}

/** What is to be looked at, and how much of it only others see. */
function changeWords({ count: own, elsewhere }: { readonly count: number; readonly elsewhere: number }): string {
  const changes = (n: number): string => `${count(n)} ${n === 1 ? "change" : "changes"}`;
  if (own === 0) return `${changes(elsewhere)} on other wards`;
  return `${changes(own)} to look at${elsewhere === 0 ? "" : `, and ${count(elsewhere)} on other wards`}`;
}

function healthyWords({ since, settled }: { readonly since: string | null; readonly settled: number }): string {
  const asItWas = since === null ? "As it was" : `As it was, since ${dayWords(since)}`;
  const changes = `${count(settled)} ${settled === 1 ? "change" : "changes"}`;
  return settled === 0 ? asItWas : `${asItWas}, but for ${changes} said to be expected or no matter`;
}

/** One glance: as it was, or since when not. */
export function StandingBanner({ view }: { readonly view: MonitoringView }) {
  const standing = standingOf(view);
  const soFar = view.looked?.report.soFar;
  switch (standing.state) {
    case "not-looked":
      return (
        <Notice title="Not looked at yet">
          Wardlight looks once a day, when the day before is over. The first look may take some minutes.
        </Notice>
      );
    case "gathering":
      return (
        <Notice title="Too early to say">
          Changes are held against the first four weeks with 500 stays. So far there are {count(soFar?.stays ?? 0)}{" "}
          stays on {count(soFar?.days ?? 0)} days. Until then nothing here says whether the model is well.
        </Notice>
      );
    case "not-judged":
      return (
        <Notice title="Not judged" tone="warn">
          {unjudgedWords(standing.because, view)} Whether the model is as it was cannot be said.
        </Notice>
      );
    case "healthy":
      return (
        <Notice title={healthyWords(standing)}>
          {standing.settled === 0 ? "Nothing" : "Nothing else"} that is watched has moved further than chance explains.
          That is not proof that the model is right: a change in what becomes of the same patients shows only once
          outcomes are known.
        </Notice>
      );
    case "changed":
      return (
        <Notice tone="warn" title={`Not as it was since ${dayWords(standing.since)}: ${changeWords(standing)}`}>
          The model still answers. Whether its answers can be relied on depends on what changed: see below.
          {standing.unjudged !== null && ` ${unjudgedWords(standing.unjudged, view)}`}
        </Notice>
      );
  }
}
