import { type AlertBurden, type AlertLabels, BURDEN_DAYS, FEWEST, type Share } from "@/lib/core/alerts/alert-burden";
import { count, percent } from "@/lib/core/validation/figure-words";

const shareWords = ({ share, interval: [low, high] }: Share): string =>
  `${percent(share, 0)} (95\u202f% interval ${percent(low, 0)} to ${percent(high, 0)})`;

const often = (perDay: number): string =>
  perDay >= 1
    ? `${perDay < 10 ? perDay.toFixed(1) : Math.round(perDay)} times a day`
    : `${(perDay * 7).toFixed(1)} times a week`;

function labelWords({
  found,
  foundReadmitted,
  foundInHindsight,
  all,
  allReadmitted,
  ppv,
  caught,
  simulated,
}: AlertLabels): string[] {
  if (ppv === null)
    return [
      `How many of those patients come back cannot be told yet: it would have come up for ${count(found)} whose 30 days are over, and ${FEWEST} are needed.`,
    ];
  const base = `Of all ${count(all)} stays with a score there, ${percent(allReadmitted / all, 0)} were.`;
  const against = [
    ...(foundInHindsight > 0
      ? [
          `${count(foundInHindsight)} of these stays rest on scores made after the patient had left, when more was known: with scores made in time the share may be lower.`,
        ]
      : []),
    ...(simulated ? ["What became of these patients is simulated."] : []),
  ];
  const right = `Of ${count(found)} patients’ stays it would have come up for, ${count(foundReadmitted)} were followed by a readmission within 30 days: ${shareWords(ppv)}. ${base}`;
  if (caught === null) return [right, ...against];
  return [right, `It would have come up for ${shareWords(caught)} of those who were readmitted.`, ...against];
}

/** Of fewer stays than this share with two scores it is not said how often a rule would have compared them. */
const COMPARABLE_SHARE = 0.5;

/** How often, or that it cannot be told. */
function burdenWords({ alerts, perDay, busiest, days, comparable }: AlertBurden): string[] {
  if (days === 0) return ["How often it would have come up cannot be told: no whole day has scores yet."];
  if (comparable !== null && comparable.scored < comparable.stays * COMPARABLE_SHARE)
    return [
      `How often it would have come up cannot be told from this history: it compares two scores of a stay, and of ${count(comparable.stays)} stays of the last ${BURDEN_DAYS} days that have a score, ${count(comparable.scored)} had two while they lasted. Among those it would have come up ${count(alerts)} times.`,
    ];
  const since = days < BURDEN_DAYS ? ", since when there are scores" : "";
  if (alerts === 0) return [`It would not have come up in the last ${days} days${since}.`];
  return [
    `It would have come up ${often(perDay)} over the last ${days} days${since} (${count(alerts)} times; at most ${count(busiest)} on one day).`,
  ];
}

/** What the numbers rest on that is not as it would have been. */
function groundWords({ alerts, inHindsight, substitutedEnds, cutAt }: AlertBurden): string[] {
  return [
    ...(inHindsight > 0
      ? [
          `${count(inHindsight)} of these times rest on scores made after the patient had left, as if they had been there before: with scores made in time it may be more or fewer.`,
        ]
      : []),
    ...(substitutedEnds !== null && substitutedEnds > 0
      ? [
          `For ${count(substitutedEnds)} of these times no planned end is kept; the day the patient left stands in. Other planned ends are as they are known now.`,
        ]
      : []),
    ...(alerts > 0 ? ["Each stay counts on the ward it was on last."] : []),
    ...(cutAt === null ? [] : [`Only the latest ${count(cutAt)} stays were looked at.`]),
  ];
}

/** What a rule would have been like, in sentences: first how often, then for whom, then what to hold against that. */
export function burdenSentences(burden: AlertBurden): string[] {
  const { held, labels } = burden;
  return [
    ...burdenWords(burden),
    ...(held > 0 ? [`${count(held)} of them would have been held until quiet hours ended.`] : []),
    ...groundWords(burden),
    ...labelWords(labels),
  ];
}
