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

  it("refuses in one line what it cannot learn from or write to, before it trains", async () => {
    const refusal = async (...args: string[]): Promise<string> => {
      const { code, stderr } = (await wardlight("train", "--task", "readmission", ...args).catch((e) => e)) as {
        code: number;
        stderr: string;
      };
      expect(code).toBe(1);
      expect(stderr).not.toContain("training on");
      return stderr.trim().split("\n").at(-1) ?? "";
    };
    const [header, ...rows] = readFileSync(data, "utf8").trim().split("\n");
    const alike = join(folder, "alike.csv");
    writeFileSync(alike, [header, ...rows.filter((row) => /,NO\r?$/.test(row)).slice(0, 20)].join("\n"));
    expect(await refusal("--data", alike, "--out", join(folder, "no"))).toMatch(
      /alike\.csv holds .* nothing to learn\.$/,
    );
    expect(existsSync(join(folder, "no"))).toBe(false);
    const odd = join(folder, "odd.csv");
    writeFileSync(odd, [header, ...rows.slice(0, 400)].join("\n").replace(/,NO(\r?)\n/, ",maybe$1\n"));
    expect(await refusal("--data", odd, "--out", join(folder, "no"))).toMatch(
      /odd\.csv, row \d+: readmitted should be/,
    );
    expect(await refusal("--data", data, "--out", alike)).toBe(
      `${alike} cannot be used as a folder to write to: there is a file in its place.`,
    );
  });
});
