import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "@/lib/core/fault";
import { writeWhole } from "@/lib/io/write-whole";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardlight-write-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("writing a file whole", () => {
  it("replaces what was there in one step", async () => {
    const file = join(folder, "a");
    writeFileSync(file, "old");
    await writeWhole(file, ["new ", new TextEncoder().encode("text")]);
    expect(readFileSync(file, "utf8")).toBe("new text");
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  it("leaves what was there, and nothing beside it, when the chunks fail in the middle", async () => {
    const file = join(folder, "a");
    writeFileSync(file, "old");
    async function* failing(): AsyncGenerator<string> {
      yield "half";
      throw new Fault("bad-input", "Row 2 is wrong.");
    }
    await expect(writeWhole(file, failing())).rejects.toThrow("Row 2 is wrong.");
    expect(readFileSync(file, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  it("says in one sentence which file cannot be written", async () => {
    const missing = join(folder, "missing", "a");
    await expect(writeWhole(missing, ["x"])).rejects.toThrow(`${missing} cannot be written (ENOENT).`);
    mkdirSync(join(folder, "sub"));
    await expect(writeWhole(join(folder, "sub"), ["x"])).rejects.toThrow("it is a folder");
    expect(readdirSync(folder)).toEqual(["sub"]);
  });

  it.skipIf(!existsSync("/dev/null"))("writes to a device without replacing it", async () => {
    await writeWhole("/dev/null", ["x"]);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    expect(existsSync("/dev/null.part")).toBe(false);
  });
});
