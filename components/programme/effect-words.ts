import type { ChartPoint, Period, PointState } from "@/lib/core/programme/p-chart";
import type { LineComparison } from "@/lib/core/programme/programme-effect";
import { fixed, intervalWords } from "@/lib/core/validation/figure-words";

/** Below this difference in being acted on, in shares of patients, the line hardly changed what was done. */
const LITTLE = 0.1;

const in100 = (share: number): string => fixed(share * 100, 1);

/** What the comparison beside the line says, with its interval, and no more than it says. */
export function effectSentence({ verdict, effect, acting, above, below, lists }: LineComparison): string {
  if (effect === null) {
    return lists === 0
      ? "It cannot be told yet: no ward has drawn a line on its list."
      : "It cannot be told yet: too few stays near a line have an outcome.";
  }
  const [low, high] = effect.interval;
  const more = effect.estimate > 0 ? "more" : "fewer";
  const difference = `At the line there were ${in100(Math.abs(effect.estimate))} ${more} readmissions in 100 patients above it than below it, beyond what was expected of them (95\u202f% interval ${in100(low)} to ${in100(high)}).`;
  const said = {
    "too-few": "",
    "cannot-tell": `It cannot be told yet whether being above the line helps. ${difference} No difference, and one worth having, are both within the interval.`,
    fewer: `Patients just above the line came back less often than patients just below it. ${difference}`,
    more: `Patients just above the line came back more often than patients just below it. ${difference}`,
  }[verdict];
  if (above?.actedOn === 0 && below?.actedOn === 0)
    return `${said} Nothing was noted for any of these patients, so nothing can be expected of the line.`;
  const hardly = acting !== null && Math.abs(acting.estimate) < LITTLE;
  return hardly
    ? `${said} The line hardly changed for how many patients something was noted, so little can be expected of it.`
    : said;
}

export function ratioWords({ ratio, interval }: Period): string {
  return ratio === null ? "–" : `${fixed(ratio, 2)} (${intervalWords(interval, 2)})`;
}

const STATES: Readonly<Record<PointState, string>> = {
  within: "within the limits",
  above: "more than chance",
  below: "fewer than chance",
  run: "eighth month or more on one side",
};

export const stateWords = ({ state }: Pick<ChartPoint, "state">): string => STATES[state];
