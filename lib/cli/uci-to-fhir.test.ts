import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { uciToFhir } from "@/lib/cli/uci-to-fhir";
import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";

const COLUMNS: Record<string, string> = {
  encounter_id: "1",
  patient_nbr: "2",
  race: "?",
  gender: "Male",
  age: "[50-60)",
  admission_type_id: "1",
  discharge_disposition_id: "1",
  admission_source_id: "7",
  time_in_hospital: "3",
  medical_specialty: "?",
  num_lab_procedures: "2",
  num_procedures: "0",
  num_medications: "1",
  number_outpatient: "0",
  number_emergency: "0",
  number_inpatient: "1",
  diag_1: "428",
  diag_2: "?",
  diag_3: "?",
  number_diagnoses: "1",
  max_glu_serum: "None",
  A1Cresult: "None",
  readmitted: "NO",
  ...Object.fromEntries(ANTIDIABETIC_DRUGS.map(({ uciColumn }) => [uciColumn, "No"])),
};

function csv(...rows: Record<string, string>[]): string {
  const names = Object.keys(COLUMNS);
  return [names, ...rows.map((row) => names.map((name) => ({ ...COLUMNS, ...row })[name]))]
    .map((r) => r.join(","))
    .join("\n");
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardlight-uci-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const ids = (path: string): string[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { id: string }).id);

describe("uci-to-fhir", () => {
  it("writes one Bundle a line, from CSV or gzip, and stops at the limit", async () => {
    const rows = csv({}, { encounter_id: "2" }, { encounter_id: "3" });
    const out = join(folder, "out.ndjson");
    expect(await uciToFhir.run(["--data", file("a.csv", rows), "--out", out])).toBe(0);
    expect(ids(out)).toEqual(["uci-bundle-1", "uci-bundle-2", "uci-bundle-3"]);
    expect(await uciToFhir.run(["--data", file("a.csv.gz", gzipSync(rows)), "--out", out, "--limit", "2"])).toBe(0);
    expect(ids(out)).toEqual(["uci-bundle-1", "uci-bundle-2"]);
  });

  it("names the row that is wrong and leaves nothing half-written", async () => {
    const data = file("bad.csv", csv({}, { num_procedures: "some" }));
    const out = join(folder, "out.ndjson");
    await expect(uciToFhir.run(["--data", data, "--out", out])).rejects.toThrow(
      `${data}, row 2: num_procedures should be a whole number and is "some".`,
    );
    expect(readdirSync(folder)).toEqual(["bad.csv"]);
  });

  it("names a file that is not there", async () => {
    const out = join(folder, "x.ndjson");
    await expect(uciToFhir.run(["--data", "/nowhere.csv", "--out", out])).rejects.toThrow(
      "/nowhere.csv cannot be read (ENOENT).",
    );
  });

  it("says when a file is another table or broken", async () => {
    const out = join(folder, "x.ndjson");
    const other = file("other.csv", "a,b\n1,2\n");
    await expect(uciToFhir.run(["--data", other, "--out", out])).rejects.toThrow(/row 1: The UCI file has no column/);
    const broken = file("broken.csv", "a,b\n1,2,3\n");
    await expect(uciToFhir.run(["--data", broken, "--out", out])).rejects.toThrow(
      /broken\.csv is not a readable CSV file/,
    );
    const cut = file("cut.csv.gz", gzipSync(csv({}, {}, {})).subarray(0, 60));
    await expect(uciToFhir.run(["--data", cut, "--out", out])).rejects.toThrow(/cut\.csv\.gz/);
  });

  it("asks for what it needs", async () => {
    expect(await uciToFhir.run([])).toBe(2);
    expect(await uciToFhir.run(["--data", "/nowhere.csv"])).toBe(2);
    expect(await uciToFhir.run(["--data", "/nowhere.csv", "--out", join(folder, "x"), "--limit", "1x"])).toBe(2);
  });
});
