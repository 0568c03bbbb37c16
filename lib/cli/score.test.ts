import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { condition, disposition, encounter, icd10, order, patient } from "@/lib/core/fhir/record-builder";
import type { ScoredStay } from "@/lib/core/model/scored-stay";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wardlight-score-"));
afterAll(() => rmSync(folder, { recursive: true }));

function score(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, "scripts/wardlight.mjs"), "score", ...args],
    {
      encoding: "utf8",
    },
  );
  const stays = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ScoredStay);
  return { stays, stderr: stderr.trim().split("\n"), status };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const diabetes = condition("dm", icd10("E11.9"), { recordedDate: "2015-01-01" });
const stay = (more = {}) => encounter("e1", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z", more);
const bundle = (...resources: unknown[]) => ({
  resourceType: "Bundle",
  type: "collection",
  entry: resources.map((resource) => ({ resource })),
});
const record = bundle(
  patient(),
  diabetes,
  stay({ hospitalization: { dischargeDisposition: disposition("home") } }),
  encounter("before", "2018-06-01T08:00:00Z", "2018-06-03T08:00:00Z", {
    hospitalization: { dischargeDisposition: disposition("exp") },
  }),
  order("m1", "Insulin glargine 100 UNT/ML", "2020-03-01T10:00:00Z"),
);

describe("score", () => {
  it("prints a line a stay, whose drivers add up to the probability, and a count last", () => {
    const { stays, stderr, status } = score("--fhir", file("one.json", JSON.stringify(record)));
    expect(status).toBe(0);
    expect(stays.map(({ stayId }) => stayId)).toEqual(["before", "e1"]);
    const scored = stays[1] as ScoredStay;
    const sum = scored.drivers.reduce((total, { contribution }) => total + contribution, scored.baseline ?? Number.NaN);
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(scored.probability ?? Number.NaN, 5);
    expect(scored).toMatchObject({
      patientId: "p1",
      encounterIds: ["e1"],
      admittedAt: "2020-03-01T08:00:00Z",
      dischargedAt: "2020-03-05T08:00:00Z",
      target: "any-readmission-30d",
      view: "discharge",
      applicability: { inScope: true, reasons: [] },
    });
    const sizes = scored.drivers.map(({ contribution }) => Math.abs(contribution));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(scored.drivers.find(({ feature }) => feature === "insulin")?.evidence).toEqual(["MedicationRequest/m1"]);
    const count = JSON.parse(stderr.at(-1) ?? "");
    expect(count).toMatchObject({ patients: 1, stays: 2, scored: 1, abstained: 1 });
    expect(count.issues["labs-missing"]).toBe(2);
  });

  it("abstains with reasons, tier and baseline null and no drivers", () => {
    const [died] = score("--fhir", file("one.json", JSON.stringify(record))).stays;
    expect(died).toMatchObject({
      probability: null,
      tier: null,
      baseline: null,
      drivers: [],
      applicability: { inScope: false },
    });
    expect(died?.applicability.reasons).toContain("The patient died.");
    expect(died?.scores.lace.maximum).toBe(19);
  });

  it("scores a stay as it stood at --now", () => {
    const { stays } = score("--fhir", file("one.json", JSON.stringify(record)), "--now", "2020-03-03T08:00:00Z");
    expect(stays[1]).toMatchObject({ stayId: "e1", view: "stay", dischargedAt: null });
    expect(stays[1]?.scores.lace.low).toBeLessThan(stays[1]?.scores.lace.high ?? 0);
  });

  it("scores the good lines, names the bad one, and ends with 1", () => {
    const { stays, stderr, status } = score(
      "--fhir",
      file("bad.ndjson", `${JSON.stringify(record)}\n{"resourceType":"Bundle","en\n`),
    );
    expect(status).toBe(1);
    expect(stays).toHaveLength(2);
    expect(stderr[0]).toMatch(/bad\.ndjson, line 2: this is not complete JSON\.$/);
  });

  it("says in one line what is missing, and how it is used", () => {
    expect(score("--fhir", join(folder, "nothing"))).toMatchObject({
      status: 1,
      stderr: [expect.stringMatching(/no such file or folder/)],
    });
    expect(score("--fhir", file("one.json", "{}"), "--model", folder)).toMatchObject({
      status: 1,
      stderr: [expect.stringMatching(/manifest\.json/)],
    });
    expect(score().status).toBe(2);
    expect(score("--fhir", "x", "--now", "soon").status).toBe(2);
    expect(score("--unknown").status).toBe(2);
  });
});
