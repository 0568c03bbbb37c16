import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import type { ChartPoint, Period, PointState } from "@/lib/core/programme/p-chart";
import { type LineComparison, WORTH_HAVING } from "@/lib/core/programme/programme-effect";
import { fixed, intervalWords } from "@/lib/core/validation/figure-words";

/** Where the difference in being acted on is surely below this share of patients, the line hardly changed what was done. */
const LITTLE = 0.1;

const in100 = (share: number): string => `${fixed(Math.abs(share) * 100, 1)} ${share > 0 ? "more" : "fewer"}`;

/** What an interval that holds no difference leaves open of one worth having. */
function openWords([low, high]: Interval): readonly [first: string, last: string] {
  const worth = `${fixed(WORTH_HAVING * 100, 0)} in 100`;
  if (low > -WORTH_HAVING)
    return [
      "Being above the line does not help as much as would be worth the work.",
      `${worth} fewer, or better, is not within the interval${high >= WORTH_HAVING ? `; ${worth} more is` : ""}.`,
    ];
  return [
    "It cannot be told yet whether being above the line helps.",
    high < WORTH_HAVING
      ? `No difference, and one worth having (${worth} fewer), are both within the interval.`
      : `No difference, one worth having (${worth} fewer), and ${worth} more, are all within the interval.`,
  ];
}

/** Whether the line changed what was done, where that is small or not known. */
function actingWords({ acting, above, below }: Pick<LineComparison, "acting" | "above" | "below">): string {
  if (above?.actedOn === 0 && below?.actedOn === 0)
    return " Nothing was noted for any of these patients, so nothing can be expected of the line.";
  if (acting === null) return "";
  const [low, high] = acting.interval;
  if (low > -LITTLE && high < LITTLE)
    return " The line hardly changed for how many patients something was noted, so little can be expected of it.";
  return low <= 0 && high >= 0
    ? " Nor can it be told whether the line changed for how many patients something was noted."
    : "";
}

/** What the comparison beside the line says, with its interval, and no more than it says. */
export function effectSentence({ verdict, effect, acting, above, below, lists }: LineComparison): string {
  if (effect === null) {
    return lists === 0
      ? "It cannot be told yet: no ward has drawn a line on its list."
      : "It cannot be told yet: too few stays near a line have an outcome.";
  }
  const [low, high] = effect.interval;
  const difference = `At the line there were ${in100(effect.estimate)} readmissions in 100 patients above it than below it, beyond what was expected of them (95\u202f% interval from ${in100(low)} to ${in100(high)}).`;
  const [first, last] = openWords(effect.interval);
  const said = {
    "too-few": "",
    "cannot-tell": `${first} ${difference} ${last}`,
    fewer: `Patients just above the line came back less often than patients just below it. ${difference}`,
    more: `Patients just above the line came back more often than patients just below it. ${difference}`,
  }[verdict];
  return said + actingWords({ acting, above, below });
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
