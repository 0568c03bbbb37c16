import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { maskForView } from "@/lib/core/features/encode";
import { FEATURES } from "@/lib/core/features/feature-table";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import { encodeUciRow, parseUciRow, uciScopeReasons } from "@/lib/core/uci/uci-row";
import { uciRowToBundle } from "@/lib/core/uci/uci-to-fhir";
import { readCsvRecords } from "@/lib/io/csv-records";

const data = resolve(process.env.WARDLIGHT_DATA ?? join(import.meta.dirname, "../../../../shared/data"));
const file = join(data, "uci-diabetes130/diabetic_data.csv.gz");

describe.skipIf(!existsSync(file))("UCI Diabetes-130 through FHIR", () => {
  it("gives every twentieth row the vector and the scope that training gave it", async () => {
    const differing = new Map<string, number>();
    let seen = 0;
    let index = 0;
    for await (const record of readCsvRecords(file)) {
      index += 1;
      if (index % 20 !== 0) continue;
      seen += 1;
      const row = parseUciRow(record);
      const entries = JSON.parse(JSON.stringify(uciRowToBundle(row).entry)) as FhirEntry[];
      const stay = preparePatient(entries).stays.find(({ stayId }) => stayId === `uci-${row.encounterId}`);
      const expected = maskForView(encodeUciRow(row), "discharge");
      const wrong = FEATURES.filter((_, at) => stay?.encoded[at] !== expected[at]).map(({ name }) => name);
      if (stay?.applicability.reasons.join() !== uciScopeReasons(row).join()) wrong.push("scope");
      for (const name of wrong) differing.set(name, (differing.get(name) ?? 0) + 1);
    }
    expect(seen).toBeGreaterThan(4000);
    expect(Object.fromEntries(differing)).toEqual({});
  });
});
