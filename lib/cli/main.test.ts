import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const cli = join(process.cwd(), "dist", "cli.js");

/** Exit code and output of one real command. */
async function wardlight(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, ...args]);
    return { code: 0, stdout, stderr };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe("wardlight", () => {
  it("lists its verbs when asked for help, and as a usage error when asked for nothing", async () => {
    const help = await wardlight("--help");
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("uci-to-fhir");
    expect(await wardlight()).toMatchObject({ code: 2, stdout: "" });
  });

  it("refuses a verb it does not have by name", async () => {
    const { code, stdout, stderr } = await wardlight("toString");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain('"toString"');
  });

  it.each([
    "score",
    "uci-to-fhir",
    "train",
    "evaluate",
    "length-of-stay-fit",
    "demo-fit",
    "demo-setup",
    "users",
    "import",
  ])("%s --help explains itself", async (verb) => {
    const { code, stdout } = await wardlight(verb, "--help");
    expect(code).toBe(0);
    expect(stdout).toContain(verb);
  });

  it("calls an unknown option a usage error", async () => {
    const { code, stderr } = await wardlight("evaluate", "--nonsense");
    expect(code).toBe(2);
    expect(stderr.trim().split("\n")[0]).toContain("--nonsense");
  });
});

describe("wardlight evaluate", () => {
  it("wants a task and a view that exist", async () => {
    expect((await wardlight("evaluate", "--task", "sepsis", "--data", "x.csv")).code).toBe(2);
    expect((await wardlight("evaluate", "--task", "readmission", "--data", "x.csv", "--view", "later")).code).toBe(2);
    expect((await wardlight("evaluate", "--task", "readmission")).code).toBe(2);
  });

  it.each(["readmission", "admission"])(
    "names a file of %s it cannot read in one line, without a stack",
    async (task) => {
      const { code, stderr } = await wardlight("evaluate", "--task", task, "--data", "/nowhere/rows.csv");
      expect(code).toBe(1);
      expect(stderr).toContain("/nowhere/rows.csv");
      expect(stderr.trim().split("\n")).toHaveLength(1);
    },
  );
});

describe("wardlight train", () => {
  it.each([
    ["no task", []],
    ["a task that does not exist", ["--task", "sepsis"]],
    ["no data", ["--task", "readmission", "--out", "x"]],
    ["no place to write", ["--task", "readmission", "--data", "x.csv"]],
    ["a seed that is no number", ["--task", "readmission", "--data", "x.csv", "--out", "x", "--seed", "one"]],
    ["one fold", ["--task", "readmission", "--data", "x.csv", "--out", "x", "--cv", "1"]],
    ["more folds than fit", ["--task", "readmission", "--data", "x.csv", "--out", "x", "--cv", "300"]],
    ["half a version", ["--task", "readmission", "--data", "x.csv", "--out", "x", "--version", "1"]],
  ])("calls %s a usage error", async (_, args) => {
    expect(await wardlight("train", ...args)).toMatchObject({ code: 2, stdout: "" });
  });

  it("names visits it cannot read in one line", async () => {
    const { code, stderr } = await wardlight(
      "train",
      "--task",
      "admission",
      "--data",
      "/nowhere/v.csv",
      "--out",
      tmpdir(),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("/nowhere/v.csv");
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
