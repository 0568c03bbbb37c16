import { execFile } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { createGunzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const cli = join(process.cwd(), "dist", "cli.js");
const source = join(
  process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data"),
  "uci-diabetes130/diabetic_data.csv.gz",
);
const folder = mkdtempSync(join(tmpdir(), "wardlight-train-"));
const data = join(folder, "some.csv");

const wardlight = (...args: string[]) => promisify(execFile)(process.execPath, [cli, ...args], { maxBuffer: 1 << 26 });
const train = async (out: string, ...more: string[]) => {
  const { stdout } = await wardlight(
    "train",
    "--task",
    "readmission",
    "--data",
    data,
    "--out",
    join(folder, out),
    ...more,
  );
  return JSON.parse(stdout);
};
const bytesOf = (out: string): Buffer => readFileSync(join(folder, out, "model.onnx"));

/** The first rows of the real data set, in a scratch folder. */
async function takeRows(count: number): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(source).pipe(createGunzip()) })) {
    lines.push(line);
    if (lines.length > count) break;
  }
  writeFileSync(data, `${lines.join("\n")}\n`);
}

afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!existsSync(source))("wardlight train on 4,000 real rows", () => {
  beforeAll(async () => {
    await takeRows(4000);
    await train("one");
  });

  it("writes a model that evaluate accepts, better than chance on what it learnt from", async () => {
    const { stdout } = await wardlight(
      "evaluate",
      "--task",
      "readmission",
      "--data",
      data,
      "--model",
      join(folder, "one"),
    );
    const report = JSON.parse(stdout);
    const excluded = Object.values<number>(report.excluded).reduce((sum, rows) => sum + rows, 0);
    expect(report.n + excluded).toBe(4000);
    expect(report.auroc).toBeGreaterThan(0.6);
    expect(report.aurocCi95[0]).toBeLessThan(report.auroc);
    expect(report.subgroups.map(({ variable }: { variable: string }) => variable)).toContain("race");
  });

  it("never makes race or payer a feature", () => {
    const { features } = JSON.parse(readFileSync(join(folder, "one", "manifest.json"), "utf8"));
    expect(features.filter((name: string) => /race|ethnic|payer/i.test(name))).toEqual([]);
  });

  it("gives the same bytes for the same data and seed, and others for another seed", async () => {
    await train("two");
    await train("three", "--seed", "2");
    expect(bytesOf("two").equals(bytesOf("one"))).toBe(true);
    expect(bytesOf("three").equals(bytesOf("one"))).toBe(false);
  });
});
