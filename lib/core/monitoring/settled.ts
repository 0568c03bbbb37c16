import { MOVED_RULE } from "@/lib/core/monitoring/input-checks";
import type { Signal } from "@/lib/core/monitoring/signal";
import { SOURCE_RULE } from "@/lib/core/monitoring/source-checks";

type Figures = Signal["figures"];

/** As much more of a rate as is looked for in the first place. */
const RATE_STEP = 1.5;

const read = (figures: Figures, name: string): number | null => {
  const value = figures[name];
  return typeof value === "number" ? value : null;
};

/** How much farther from `before` a figure is now than it was then; 0 where either is not known. */
function farther(then: Figures, now: Figures): number {
  const away = (figures: Figures): number | null => {
    const [was, is] = [read(figures, "before"), read(figures, "now") ?? read(figures, "share")];
    return was === null || is === null ? null : Math.abs(is - was);
  };
  const [a, b] = [away(then), away(now)];
  return a === null || b === null ? 0 : b - a;
}

const grownBy = (name: string, then: Figures, now: Figures): number =>
  (read(now, name) ?? 0) - (read(then, name) ?? read(now, name) ?? 0);

/** Numbers by their Wasserstein distance, categories by Jensen–Shannon's; or to the other side of what they were. */
function inputMoved(then: Figures, now: Figures): boolean {
  const isNumber = read(now, "wassersteinDeviations") !== null;
  const side = (figures: Figures): number =>
    Math.sign((read(figures, "meanNow") ?? 0) - (read(figures, "meanBefore") ?? 0));
  return isNumber
    ? grownBy("wassersteinDeviations", then, now) >= MOVED_RULE.wasserstein || side(then) * side(now) < 0
    : grownBy("jensenShannon", then, now) >= MOVED_RULE.jensenShannon;
}

function unitMoved(then: Figures, now: Figures): boolean {
  if (then.unit !== now.unit || then.looksLike !== now.looksLike) return true;
  const [a, b] = [read(then, "now"), read(now, "now")];
  return a !== null && b !== null && Math.max(a / b, b / a) >= SOURCE_RULE.valueRatio;
}

const shareOf = (figures: Figures): number => (read(figures, "count") ?? 0) / (read(figures, "of") || 1);
const ratioOf = (figures: Figures): number => (read(figures, "back") ?? 0) / (read(figures, "expected") || 1);

/**
 * Whether a finding has gone on by another step as large as would have been news by itself (`MOVED_RULE`,
 * `SOURCE_RULE`), since somebody said something of it. Moving back is no news.
 * @param then figures when it was said
 */
export function movedFurther(kind: Signal["kind"], then: Figures, now: Figures): boolean {
  switch (kind) {
    case "missing-more":
    case "missing-less":
      return farther(then, now) >= MOVED_RULE.missing;
    case "abstains-more":
    case "abstains-less":
      return farther(then, now) >= MOVED_RULE.abstained;
    case "calls-more":
    case "calls-fewer":
      return farther(then, now) >= MOVED_RULE.called;
    case "input-moved":
    case "score-moved":
      return inputMoved(then, now);
    case "doubled":
      return read(now, "share") === null ? inputMoved(then, now) : farther(then, now) >= SOURCE_RULE.repeatsMore;
    case "unit-change":
      return unitMoved(then, now);
    case "new-code":
      return shareOf(now) - shareOf(then) >= MOVED_RULE.missing;
    case "feed-dropped":
      return (read(now, "came") ?? 0) < SOURCE_RULE.droppedBelow * (read(then, "came") ?? 0);
    case "outcomes-more":
      return ratioOf(then) > 0 && ratioOf(now) >= RATE_STEP * ratioOf(then);
    case "outcomes-fewer":
      return ratioOf(then) > 0 && ratioOf(now) * RATE_STEP <= ratioOf(then);
    case "new-ward":
    case "stale":
      return false;
  }
}

/** An incident somebody said to be expected, or no matter, and that has not moved further since. */
export function isSettled({
  kind,
  figures,
  said,
}: Pick<Signal, "kind" | "figures"> & { readonly said: Figures | null }): boolean {
  return said !== null && !movedFurther(kind, said, figures);
}
