import { Percentage } from "@/components/ui/percentage";
import type { ReviewMeasures } from "@/lib/core/review/review-measures";

/** Hours as a person says them: "40 minutes", "5 hours", "3 days". */
function hoursWords(hours: number): string {
  const say = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  if (hours < 1) return say(Math.max(1, Math.round(hours * 60)), "minute", "minutes");
  if (hours < 48) return say(Math.round(hours), "hour", "hours");
  return say(Math.round(hours / 24), "day", "days");
}

/** How well flags are looked after, in one line; what it rests on beside each figure. */
export function MeasuresLine({ measures }: { readonly measures: ReviewMeasures }) {
  const { waiting, decided, agreement, hoursToReview, oldestWaitingHours } = measures;
  return (
    <ul
      aria-label="How flags are looked after"
      className="m-0 mb-4 flex list-none flex-wrap gap-x-6 gap-y-1 p-0 text-mut"
    >
      <li>
        <b className="text-lg text-ink">{waiting}</b> waiting
        {oldestWaitingHours !== null && `, the oldest for ${hoursWords(oldestWaitingHours)}`}
      </li>
      <li>
        <b className="text-lg text-ink">{decided}</b> decided in the last 365 days
        {hoursToReview &&
          `, half within ${hoursWords(hoursToReview.median)}, 9 in 10 within ${hoursWords(hoursToReview.nineInTen)}`}
      </li>
      {agreement.rate !== null && agreement.interval !== null ? (
        <li>
          The flag was right in{" "}
          <b className="text-lg text-ink">
            <Percentage value={agreement.rate} />
          </b>{" "}
          ({agreement.agreed} of {agreement.told} where the reviewer could tell; 95 % interval{" "}
          <Percentage value={agreement.interval[0]} /> to <Percentage value={agreement.interval[1]} />)
        </li>
      ) : (
        decided > 0 && <li>No reviewer could tell yet whether a flag was right</li>
      )}
    </ul>
  );
}
