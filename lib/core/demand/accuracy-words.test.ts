import { describe, expect, it } from "vitest";
import {
  KIND_WORDS,
  leaningSentence,
  ratioWords,
  tooFewWords,
  verdictSentence,
} from "@/lib/core/demand/accuracy-words";
import type { HorizonAccuracy } from "@/lib/core/demand/forecast-accuracy";

const figures = { mae: 3.1, wmape: 0.112, bias: 0.021, coverage80: 0.79, coverage95: 0.96 };
const horizon: HorizonAccuracy = {
  ...{ from: 1, to: 7, forecasts: 50, n: 350, isTooFew: false, ensemble: figures },
  naive: { ...figures, wmape: 0.14 },
  ratio: { value: 0.8, ci95: [0.7, 0.95] },
};

const { rival } = KIND_WORDS["unscheduled-admissions"];

describe("words on how forecasts did", () => {
  it("say the errors of both, the difference with its interval, and whether it is more than chance", () => {
    expect(verdictSentence(horizon, rival)).toBe(
      "Forecasts were out by 11.2\u202f% of what was counted (3.1 a day), the same weekday of the week before by 14.0\u202f%. Beside it their error is 20\u202f% less (95\u202f% interval 5\u202f% to 30\u202f% less). They did better.",
    );
    expect(verdictSentence({ ...horizon, ratio: { value: 0.98, ci95: [0.9, 1.1] } }, rival)).toMatch(
      /2\u202f% less \(95\u202f% interval 10\u202f% less to 10\u202f% more\)\. Chance alone/,
    );
    expect(verdictSentence({ ...horizon, ratio: { value: 1.2, ci95: [1.1, 1.3] } }, rival)).toMatch(
      /20\u202f% more .*10\u202f% to 30\u202f% more\)\. They did worse: use the same weekday/,
    );
    expect(verdictSentence(horizon, KIND_WORDS.census.rival)).toMatch(/the mean of the last eight same weekdays by 14/);
  });

  it("say nothing of too few, nor of nothing", () => {
    const few = { ...horizon, isTooFew: true, forecasts: 3, ratio: null };
    expect(verdictSentence(few, rival)).toBe("There are too few yet (3 of 14 forecasts) to say how good they are.");
    expect(tooFewWords(few)).toBe("too few yet (3 of 14 forecasts)");
    const empty = { ...horizon, ensemble: { ...figures, wmape: null }, ratio: null };
    expect(verdictSentence(empty, rival)).toMatch(/Too little happened/);
    expect(ratioWords({ value: 1.001, ci95: [1, 1] })).toMatch(/^the same/);
    expect(ratioWords(null)).toBe("cannot be compared");
    expect(ratioWords({ value: 0.9, ci95: null })).toMatch(/^10\u202f% less \(under four weeks/);
  });

  it("say which way forecasts lean and how often intervals hold", () => {
    expect(leaningSentence(figures)).toBe(
      "They foretold 2.1\u202f% more than was counted. 80\u202f% intervals held on 79\u202f% of days, 95\u202f% intervals on 96\u202f%.",
    );
    expect(leaningSentence({ ...figures, bias: -0.021 })).toMatch(/2\.1\u202f% fewer/);
    expect(leaningSentence({ ...figures, bias: 0.001 })).toMatch(/neither way/);
  });
});
