import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { diagnosisGroup } from "@/lib/core/codes/diagnosis-groups";

const data = resolve(process.env.WARDLIGHT_DATA ?? join(import.meta.dirname, "../../../../shared/data"));
const gem = join(data, "clinical-codes/gems/icd9cm_to_icd10cm_gem.csv.gz");
const uci = join(data, "uci-diabetes130/diabetic_data.csv.gz");

const lines = (file: string) =>
  gunzipSync(readFileSync(file))
    .toString("utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

/** 3-character ICD-9-CM category, 4 digits for diabetes, of a UCI diagnosis. */
function category(code: string): string {
  if (code.startsWith("250")) return `${code.replace(".", "")}0`.slice(0, 4);
  const head = code.split(".")[0] ?? "";
  return /^\d{1,2}$/.test(head) ? head.padStart(3, "0") : head;
}

describe.skipIf(!existsSync(gem) || !existsSync(uci))("diagnosis groups across ICD-9-CM and ICD-10-CM", () => {
  it("agree over the CMS mappings for at least 95 % of the categories that UCI holds", () => {
    const seen = new Set(lines(uci).flatMap((row) => [18, 19, 20].map((at) => row[at] ?? "?")));
    seen.delete("?");
    const ungrouped = [...seen].filter((code) => diagnosisGroup("icd9", code) === null);
    expect(ungrouped).toEqual([]);

    // A mapping to a combination agrees where any of its codes does; the hospital sends them together.
    const mappings = new Map<string, Map<string, boolean>>();
    for (const [icd9 = "", icd10 = "", flags = ""] of lines(gem)) {
      if (icd10 === "NoDx") continue;
      const key = category(icd9.startsWith("250") ? icd9 : icd9.slice(0, icd9.startsWith("E") ? 4 : 3));
      const units = mappings.get(key) ?? new Map<string, boolean>();
      const unit = flags[2] === "1" ? `${icd9}:${flags[3]}` : `${icd9}:${icd10}`;
      const agrees = diagnosisGroup("icd10", icd10) === diagnosisGroup("icd9", key);
      mappings.set(key, units.set(unit, (units.get(unit) ?? false) || agrees));
    }
    const categories = [...new Set([...seen].map(category))].filter((key) => mappings.has(key));
    const disagreeing = categories.filter((key) => {
      const units = [...(mappings.get(key)?.values() ?? [])];
      return units.filter(Boolean).length < units.length / 2;
    });
    expect(categories.length).toBeGreaterThan(800);
    expect(disagreeing.length / categories.length, disagreeing.join(" ")).toBeLessThanOrEqual(0.05);
  });
});
