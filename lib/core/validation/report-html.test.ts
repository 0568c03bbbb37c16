import { describe, expect, it } from "vitest";
import { html } from "@/lib/core/validation/html";
import { localValidation } from "@/lib/core/validation/local-validation";
import { reportHtml } from "@/lib/core/validation/report-html";
import { calibratedRows, inputOf } from "@/lib/core/validation/synthetic-rows";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";

const report = localValidation(inputOf(calibratedRows(3000)));
const bad = localValidation(
  inputOf(
    calibratedRows(3000).map((row) => ({ ...row, probability: row.probability / 2 })),
    { simulated: true },
  ),
);
const texts = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

describe("the page", () => {
  const page = reportHtml(report);
  it("has TRIPOD+AI's headings, in order", () => {
    const headings = [...page.matchAll(/<h[123][^>]*>(.*?)<\/h[123]>/g)].map(([, words]) => words);
    const wanted = ["Introduction", "Methods", "Data", "Participants", "Outcome", "Sample size", "Missing data"];
    const later = ["Analytical methods", "Fairness", "Results", "Discussion", "Interpretation", "Limitations"];
    const places = [...wanted, ...later, "Usability", "Open science"].map((heading) => headings.indexOf(heading));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
  it("needs nothing from elsewhere and runs nothing", () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|javascript:|\son\w+=|url\(|@import|https?:\/\//i);
  });
  it("opens and closes every element", () => {
    const open: string[] = [];
    for (const [, slash, name, , selfClosing] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*?)(\/?)>/gi)) {
      if (["meta", "!doctype"].includes(name ?? "") || selfClosing) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name ?? "");
    }
    expect(open).toEqual([]);
  });
  it("gives each picture its figures as a table", () => {
    expect(page.match(/role="img"/g)).toHaveLength(2);
    expect(page).toMatch(/Calibration by tenths of the stays/);
    expect(page).toMatch(/Net benefit per 1,000 stays<\/caption>/);
    expect(page.match(/class="mark"/g)).toHaveLength(10);
  });
  it("shows the attrition and its reasons", () => {
    expect(texts(page)).toMatch(/left out: Not scored −3 Analysed 3,000/);
  });
  it("holds no patient and no stay", () => {
    expect(page).not.toMatch(/\bp\d+\b|\bs\d{2,}\b/);
  });
});

describe("what must be seen first", () => {
  it("“do not use here” stands above everything, with its reasons, and so does that outcomes are simulated", () => {
    const words = texts(reportHtml(bad));
    expect(bad.verdict).toBe("do-not-use-here");
    expect(words.indexOf("Do not use here")).toBeGreaterThan(0);
    expect(words.indexOf("Do not use here")).toBeLessThan(words.indexOf("Introduction"));
    expect(words.indexOf("Simulated outcomes")).toBeLessThan(words.indexOf("Introduction"));
    expect(words).toMatch(/Observed over expected readmissions .* 1\.\d+ \(95[^)]*\) not met/);
  });
  it("a usable one says who must still approve", () => {
    const words = texts(reportHtml({ ...report, verdict: "usable" }));
    expect(words).toMatch(/Usable here .* both approved/);
    expect(words).not.toMatch(/Simulated outcomes/);
  });
  it("of no stays still makes a page", () => {
    const words = texts(reportHtml(localValidation(inputOf([]))));
    expect(words).toMatch(/Not enough to say yet/);
    expect(words).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

describe("text from outside", () => {
  it("cannot become markup", () => {
    const hostile = '"><script>alert(1)</script>&';
    const page = reportHtml({
      ...report,
      model: { ...report.model, version: hostile, intendedPopulation: hostile, learntFrom: hostile },
      subgroups: [{ ...(report.subgroups[0] as LocalValidationReport["subgroups"][number]), level: hostile }],
    });
    expect(page).not.toContain("<script");
    expect(page).toContain("&quot;&gt;&lt;script&gt;");
  });
  it("is escaped once", () => expect(html`<b>${html`<i>${"a & b"}</i>`}</b>`.text).toBe("<b><i>a &amp; b</i></b>"));
});
