import { describe, expect, it } from "vitest";
import { cramersV } from "@/lib/core/demo/association";
import { hospitalFitSchema, MINIMUM_CELL } from "@/lib/core/demo/hospital-fit";
import generated from "@/lib/core/demo/hospital-fit.generated.json";
import { indexFit, readmissionProbability, sampleStay } from "@/lib/core/demo/sample-stay";
import { seededRandom } from "@/lib/core/demo/seeded-random";

const fit = hospitalFitSchema.parse(generated);
const index = indexFit(fit);
const random = seededRandom("fit-test");
const stays = Array.from({ length: 20_000 }, () => sampleStay(index, random));

/** Share of each level in the data, from the counts without parents. */
function marginal(name: string): Map<string, number> {
  const variable = fit.variables.find((candidate) => candidate.name === name);
  const cells = variable?.tables[0]?.[""] ?? [];
  const shares = new Map<string, number>();
  for (let i = 0; i < cells.length; i += 2) {
    shares.set(variable?.levels[cells[i] ?? 0] ?? "", (cells[i + 1] ?? 0) / fit.stays);
  }
  return shares;
}

function generatedShare(name: string, level: string): number {
  return stays.filter((stay) => stay[name] === level).length / stays.length;
}

describe("the fit", () => {
  it("keeps no count that stands for fewer than 11 stays", () => {
    expect(fit.minimumCell).toBe(MINIMUM_CELL);
    for (const variable of fit.variables) {
      for (const table of variable.tables) {
        for (const cells of Object.values(table)) {
          for (let i = 1; i < cells.length; i += 2) expect(cells[i]).toBeGreaterThanOrEqual(MINIMUM_CELL);
        }
      }
    }
  });

  it("names where it comes from", () => {
    expect(fit.doi).toBe("10.1155/2014/781670");
    expect(fit.licence).toBe("CC BY 4.0");
    expect(fit.stays).toBe(77_276);
  });
});

describe("stays drawn from the fit", () => {
  it.each(fit.variables.map((variable) => variable.name))("have the data's share of every level of %s", (name) => {
    let distance = 0;
    for (const [level, share] of marginal(name)) distance += Math.abs(share - generatedShare(name, level)) / 2;
    // 20,000 draws of a hundred-level variable differ by about 0.02 by chance alone.
    expect(distance).toBeLessThan(0.04);
  });

  it.each([
    ["age", "disposition"],
    ["age", "chapter1"],
    ["chapter1", "diagnosis1"],
    ["chapter1", "lengthOfStay"],
    ["chapter1", "procedureCount"],
    ["admissionSource", "admissionType"],
    ["lengthOfStay", "disposition"],
    ["lengthOfStay", "medicationCount"],
    ["lengthOfStay", "labCount"],
    ["inpatientVisits", "emergencyVisits"],
    ["chapter1", "hba1c"],
    ["insulin", "medicationCount"],
    ["metformin", "sulfonylurea"],
  ])("keep how strongly %s and %s go together", (a, b) => {
    const column = (name: string): Uint16Array =>
      Uint16Array.from(stays, (stay) => index.levelIndex.get(name)?.get(stay[name] ?? "") ?? 0);
    const width = (name: string): number => index.levelIndex.get(name)?.size ?? 0;
    const inData = fit.associations[`${a}|${b}`] ?? fit.associations[`${b}|${a}`] ?? Number.NaN;
    expect(Math.abs(cramersV(column(a), column(b), width(a), width(b)) - inData)).toBeLessThan(0.04);
  });

  it("come back as often as in the data, and more often after many earlier stays", () => {
    const mean = (some: typeof stays): number =>
      some.reduce((sum, stay) => sum + readmissionProbability(fit, stay), 0) / some.length;
    expect(mean(stays)).toBeCloseTo(fit.readmission.rate, 2);
    const frequent = stays.filter((stay) => ["4", "5-6", "7-9", "10+"].includes(stay.inpatientVisits ?? ""));
    expect(mean(frequent)).toBeGreaterThan(1.8 * mean(stays));
  });

  it("are the same for the same seed", () => {
    expect(sampleStay(index, seededRandom("a"))).toEqual(sampleStay(index, seededRandom("a")));
    expect(sampleStay(index, seededRandom("a"))).not.toEqual(sampleStay(index, seededRandom("b")));
  });
});
