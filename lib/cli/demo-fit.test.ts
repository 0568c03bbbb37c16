import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { demoFit } from "@/lib/cli/demo-fit";

const data = join(
  process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data"),
  "uci-diabetes130/diabetic_data.csv.gz",
);

describe("demo-fit", () => {
  it("asks for what it needs", async () => {
    expect(await demoFit.run(["--data", data])).toBe(2);
  });

  it("names a file that is not there", async () => {
    await expect(demoFit.run(["--data", "/nowhere.csv", "--out", "/tmp/x"])).rejects.toThrow("/nowhere.csv");
  });

  it.skipIf(!existsSync(data))("makes exactly the committed fit from the data, under 300 kB", async () => {
    const directory = mkdtempSync(join(tmpdir(), "demo-fit-"));
    try {
      const out = join(directory, "fit.json");
      expect(await demoFit.run(["--data", data, "--out", out])).toBe(0);
      const made = readFileSync(out, "utf8");
      expect(made).toBe(readFileSync("lib/core/demo/hospital-fit.generated.json", "utf8"));
      expect(made.length).toBeLessThan(300_000);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
