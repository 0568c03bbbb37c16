import { describe, expect, it } from "vitest";
import { ISSUE_CODES } from "@/lib/core/fhir/issue-codes";
import type { ClinicalScore, DataIssue } from "@/lib/core/model/scored-stay";
import { sortIssues } from "@/lib/core/scores/score-issues";

const component = (name: string, low: number, high: number) => ({
  name,
  label: name,
  low,
  high,
  value: null,
  evidence: [],
});
const score = (...components: ReturnType<typeof component>[]): ClinicalScore => ({
  low: 0,
  high: 9,
  maximum: 19,
  version: "test",
  components,
  unknown: [],
});
const scores = {
  lace: score(component("emergency-visits", 0, 4), component("acute-admission", 3, 3)),
  hospital: score(component("sodium", 0, 1), component("prior-admissions", 0, 5)),
};
const issue = (code: keyof typeof ISSUE_CODES, ...features: string[]): DataIssue => ({
  code,
  severity: ISSUE_CODES[code].severity,
  detail: ISSUE_CODES[code].meaning,
  features,
});
const codes = (found: readonly DataIssue[]) => found.map(({ code }) => code);

describe("data issues", () => {
  it("stand beside every score they weaken", () => {
    const sorted = sortIssues(
      { scores, issues: [issue("prior-history-unknown", "priorInpatient"), issue("labs-missing", "labTests")] },
      true,
    );
    expect(codes(sorted.model)).toEqual(["prior-history-unknown", "labs-missing"]);
    expect(codes(sorted.lace)).toEqual(["prior-history-unknown"]);
    expect(codes(sorted.hospital)).toEqual(["prior-history-unknown", "labs-missing"]);
    expect(sorted.other).toEqual([]);
  });

  it("weaken nothing that is settled, nor a number that is not given", () => {
    const sorted = sortIssues({ scores, issues: [issue("admission-type-inferred", "admissionType")] }, false);
    expect(codes(sorted.other)).toEqual(["admission-type-inferred"]);
  });

  it("are never lost, and the worst comes first", () => {
    const issues = [issue("duplicate-resource"), issue("age-implausible", "age"), issue("labs-missing")];
    const { model, lace, hospital, other } = sortIssues({ scores, issues }, true);
    expect(new Set(codes([...model, ...lace, ...hospital, ...other]))).toEqual(new Set(codes(issues)));
    expect(codes(other)).toEqual(["duplicate-resource"]);
  });
});
