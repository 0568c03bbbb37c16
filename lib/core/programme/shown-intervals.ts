import { chooseFor, type ServingPlan, toPlan } from "@/lib/core/rollout/plan";
import type { RolloutEvent } from "@/lib/core/rollout/rollout";
import { modelVisibility, type ReportFacts, type VisibilityDecision } from "@/lib/core/validation/model-visibility";

/** Everything that decided whether a ward saw numbers. */
export interface ShownRecord {
  readonly rollouts: readonly RolloutEvent[];
  /** Version that serves until another is promoted. */
  readonly shipped: string;
  /** What was reported and decided, by version. */
  readonly versions: ReadonlyMap<
    string,
    { readonly decisions: readonly VisibilityDecision[]; readonly reports: readonly ReportFacts[] }
  >;
  readonly isDemo: boolean;
}

/** Whether a ward was shown numbers throughout a stay, never, or not all the time. */
export type ShownState = "shown" | "not-shown" | "mixed";

interface Stretch {
  /** ms since 1970 at which it begins; it ends where the next one does. */
  readonly from: number;
  readonly plan: ServingPlan;
  readonly shown: ReadonlySet<string>;
}

const upTo = <Said extends { readonly at: string }>(said: readonly Said[], at: number): Said[] =>
  said.filter((one) => Date.parse(one.at) <= at);

function stretchesOf({ rollouts, shipped, versions, isDemo }: ShownRecord): Stretch[] {
  const said = [...versions.values()].flatMap(({ decisions, reports }) => [...decisions, ...reports]);
  const times = new Set([...rollouts, ...said].map(({ at }) => Date.parse(at)));
  return [Number.NEGATIVE_INFINITY, ...[...times].sort((a, b) => a - b)].map((from) => {
    const plan = toPlan(upTo(rollouts, from), shipped);
    const shown = [plan.champion, ...plan.visible].flatMap(({ modelVersion }) => {
      const { decisions = [], reports = [] } = versions.get(modelVersion) ?? {};
      return modelVisibility(upTo(decisions, from), upTo(reports, from), isDemo).state === "shown" ? modelVersion : [];
    });
    return { from, plan, shown: new Set(shown) };
  });
}

/**
 * Whether the version that served a stay's ward was shown there, from admission to discharge: the serving version is
 * the rollouts' at each moment, what is shown of it is by what had been reported and decided until then.
 * @returns a function of the ward and both times (ms since 1970)
 */
export function shownDuring(record: ShownRecord): (wardId: string | null, from: number, to: number) => ShownState {
  const stretches = stretchesOf(record);
  return (wardId, admitted, to) => {
    // A record may say that somebody left before they came.
    const from = Math.min(admitted, to);
    const states = stretches.flatMap(({ from: begins, plan, shown }, i) => {
      const ends = stretches[i + 1]?.from ?? Number.POSITIVE_INFINITY;
      return begins <= to && ends > from ? [shown.has(chooseFor(plan, wardId).modelVersion)] : [];
    });
    if (states.every(Boolean)) return "shown";
    return states.some(Boolean) ? "mixed" : "not-shown";
  };
}
