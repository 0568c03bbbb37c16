import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admissionManifestSchema } from "@/lib/core/admission/admission-manifest";

const cli = join(process.cwd(), "dist", "cli.js");
const source = join(process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data"), "ktas-ed-triage/visits.csv");
const folder = mkdtempSync(join(tmpdir(), "wardlight-admission-"));
const wardlight = (...args: string[]) => promisify(execFile)(process.execPath, [cli, ...args], { maxBuffer: 1 << 26 });
const train = (data: string, out: string, ...more: string[]) =>
  wardlight("train", "--task", "admission", "--data", data, "--out", join(folder, out), ...more);
const evaluate = async (...more: string[]) => {
  const { stdout } = await wardlight("evaluate", "--task", "admission", "--data", source, ...more);
  return JSON.parse(stdout);
};

afterAll(() => rmSync(folder, { recursive: true }));

describe("the shipped admission model", () => {
  it("keeps what was measured with it: at least 0.79, above triage alone, with intervals", () => {
    const manifest = admissionManifestSchema.parse(
      JSON.parse(readFileSync("models/ed-admission/1.0.0/manifest.json", "utf8")),
    );
    const { validation } = manifest;
    expect(validation).toMatchObject({ folds: 10, repeats: 10, n: 993, positives: 316 });
    expect(validation!.auroc).toBeGreaterThanOrEqual(0.79);
    expect(validation!.triageAlone.auroc).toBeCloseTo(0.7, 1);
    expect(validation!.aurocCi95![0]).toBeGreaterThan(validation!.triageAlone.aurocCi95![1]! - 0.02);
    expect(validation!.gainCi95![0]).toBeGreaterThan(0);
  });
});

describe.skipIf(!existsSync(source))("wardlight train --task admission", () => {
  beforeAll(() => train(source, "one"));

  it("gives the same bytes from the same visits and seed, others from another seed, and the shipped model's terms", async () => {
    const bytesOf = (out: string) => readFileSync(join(folder, out, "model.onnx"));
    await train(source, "two");
    await train(source, "other", "--seed", "2");
    expect(bytesOf("two").equals(bytesOf("one"))).toBe(true);
    expect(bytesOf("other").equals(bytesOf("one"))).toBe(false);
    const [own, shipped] = [join(folder, "one"), "models/ed-admission/1.0.0"].map((of) =>
      admissionManifestSchema.parse(JSON.parse(readFileSync(join(of, "manifest.json"), "utf8"))),
    );
    expect(createHash("sha256").update(bytesOf("one")).digest("hex")).toBe(own!.model.sha256);
    // The graph also holds the version of the program that made it, so the shipped bytes differ from release to release.
    expect(own!.terms).toEqual(shipped!.terms);
    expect(own!.baseline).toBe(shipped!.baseline);
  });

  it("is measured by evaluate on the visits it is for, one prediction each, triage alone beside it", async () => {
    const file = join(folder, "predictions.ndjson");
    const report = await evaluate("--predictions", file);
    expect(report).toMatchObject({ n: 993, positives: 316, excluded: { "The patient is under 18.": 9 } });
    expect(report.auroc).toBeGreaterThan(report.triageAlone.auroc);
    const lines = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const ages = readFileSync(source, "utf8")
      .split("\n")
      .map((row) => Number(row.split(",")[2]));
    const adults = [...ages.keys()].filter((row) => ages[row]! >= 18);
    expect(lines.map(({ id }) => id)).toEqual(adults.map(String));
    expect(report.positives).toBe(lines.filter(({ label }) => label === 1).length);
    expect(
      lines.every(({ probability, label }) => probability > 0 && probability < 1 && (label === 0 || label === 1)),
    ).toBe(true);
  });

  it("refuses a graph that is not its manifest's, and visits that all ended alike", async () => {
    writeFileSync(join(folder, "one/model.onnx"), "something else");
    await expect(evaluate("--model", join(folder, "one"))).rejects.toMatchObject({ code: 1 });
    const [head, ...rows] = readFileSync(source, "utf8").split("\n");
    const alike = join(folder, "alike.csv");
    writeFileSync(alike, [head, rows.find((row) => row.includes(",Corneal abrasion,1,"))].join("\n"));
    await expect(train(alike, "none")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("nothing to learn"),
    });
  });
});
