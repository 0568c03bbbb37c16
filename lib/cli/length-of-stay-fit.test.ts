import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lengthOfStayFit } from "@/lib/cli/length-of-stay-fit";

const source = join(process.env.WARDLIGHT_DATA ?? "../shared/data", "uci-diabetes130/diabetic_data.csv.gz");

describe("length-of-stay-fit", () => {
  it("wants both files named, and says which it cannot read", async () => {
    expect(await lengthOfStayFit.run(["--out", "x.json"])).toBe(2);
    const missing = ["--data", "/nowhere/rows.csv", "--out", "x.json"];
    await expect(lengthOfStayFit.run(missing)).rejects.toThrow("/nowhere/rows.csv");
  });

  it.skipIf(!existsSync(source))("makes exactly the committed coefficients", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wardlight-stays-"));
    const out = join(folder, "stays.json");
    expect(await lengthOfStayFit.run(["--data", source, "--out", out])).toBe(0);
    expect(readFileSync(out, "utf8")).toBe(readFileSync("lib/core/capacity/length-of-stay.generated.json", "utf8"));
    rmSync(folder, { recursive: true });
  });
});
