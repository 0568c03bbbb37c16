import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CheckedHere, checkedWords, learntFrom, provenanceSentence } from "@/lib/core/validation/provenance";

const checked = (wanted: Partial<CheckedHere>): CheckedHere => ({
  stays: 5432,
  readmissions: 612,
  at: "2026-03-10T09:00:00.000Z",
  verdict: "usable",
  simulated: false,
  ...wanted,
});

describe("where a model learnt", () => {
  it("is read from the shipped manifest", () => {
    const manifest = JSON.parse(readFileSync("models/readmission/1.0.0/manifest.json", "utf8"));
    expect(learntFrom(manifest.training.source)).toBe("US hospitals 1999–2008");
  });
  it.each([
    ["Three Danish hospitals, 2015-2020 (somebody, doi:1)", "Three Danish hospitals 2015-2020"],
    ["National register (doi:2)", "National register"],
    ["Something without brackets", "Something without brackets"],
  ])("%s: %s", (source, words) => expect(learntFrom(source)).toBe(words));
});

describe("what stands beside a score", () => {
  it.each([
    [null, "Learnt from US hospitals 1999–2008; not yet checked here."],
    [checked({}), "Learnt from US hospitals 1999–2008; checked here on 5,432 stays."],
    [
      checked({ simulated: true }),
      "Learnt from US hospitals 1999–2008; checked here on 5,432 stays (simulated outcomes).",
    ],
    [
      checked({ stays: 1, verdict: "too-few" }),
      "Learnt from US hospitals 1999–2008; checked here on 1 stay, not enough to judge it.",
    ],
    [
      checked({ verdict: "do-not-use-here" }),
      "Learnt from US hospitals 1999–2008; checked here on 5,432 stays, and found not good enough to use here.",
    ],
  ])("%#", (newest, words) => expect(provenanceSentence("US hospitals 1999–2008", newest)).toBe(words));

  it("tells the readmissions where it has room", () =>
    expect(checkedWords(checked({}))).toBe("On 5,432 stays, 612 of them readmitted."));
});
