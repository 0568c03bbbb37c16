import { describe, expect, it } from "vitest";
import type { Agreement } from "@/lib/core/review/adjudication";
import { reviewMeasures } from "@/lib/core/review/review-measures";

const HOUR = 3_600_000;
const decided = (hours: number, agreement: Agreement) => ({ flaggedAt: 0, decidedAt: hours * HOUR, agreement });
const waiting = (since: number) => ({ flaggedAt: since * HOUR, decidedAt: null, agreement: null });

describe("how well flags are looked after", () => {
  it("counts agreement among those who could tell, with its interval", () => {
    const { agreement } = reviewMeasures(
      [
        decided(1, "agree"),
        decided(2, "agree"),
        decided(3, "agree"),
        decided(4, "disagree"),
        decided(5, "cannot-tell"),
      ],
      0,
    );
    expect(agreement).toMatchObject({ agreed: 3, told: 4, cannotTell: 1, rate: 0.75 });
    // Wilson for 3 of 4.
    expect(agreement.interval?.[0]).toBeCloseTo(0.3006, 4);
    expect(agreement.interval?.[1]).toBeCloseTo(0.9544, 4);
  });

  it("takes time to review from the decided and age from the waiting", () => {
    const measures = reviewMeasures(
      [decided(1, "agree"), decided(3, "agree"), decided(40, "agree"), waiting(10)],
      34 * HOUR,
    );
    expect(measures.hoursToReview).toEqual({ median: 3, nineInTen: 40 });
    expect([measures.waiting, measures.decided, measures.oldestWaitingHours]).toEqual([1, 3, 24]);
  });

  it("says nothing of nothing", () => {
    expect(reviewMeasures([], 0)).toEqual({
      waiting: 0,
      decided: 0,
      agreement: { agreed: 0, told: 0, cannotTell: 0, rate: null, interval: null },
      hoursToReview: null,
      oldestWaitingHours: null,
    });
  });
});
