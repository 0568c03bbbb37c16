import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { type FhirEntry, node } from "@/lib/core/fhir/resource";

const data = process.env.WARDLIGHT_DATA ?? join(fileURLToPath(new URL("../../..", import.meta.url)), "../shared/data");
const file = join(data, "synthea-r4/bundles.clinical.ndjson.gz");

describe.skipIf(!existsSync(file))("615 synthetic patients of real shape", () => {
  it("have every inpatient Encounter in exactly one stay, and nothing else called a stay", () => {
    const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n").filter(Boolean);
    let encounters = 0;
    let stays = 0;
    const strays: string[] = [];
    for (const line of lines) {
      const { entry } = JSON.parse(line) as { entry: FhirEntry[] };
      const prepared = preparePatient(entry);
      const counted = new Map<string, number>();
      for (const id of prepared.stays.flatMap(({ encounterIds }) => encounterIds))
        counted.set(id, (counted.get(id) ?? 0) + 1);
      const inpatient = entry.filter(
        ({ resource }) => resource.resourceType === "Encounter" && node(resource.class).code === "IMP",
      );
      for (const { resource } of inpatient)
        if (counted.get(resource.id as string) !== 1) strays.push(resource.id as string);
      encounters += inpatient.length;
      stays += prepared.stays.length;
      for (const { applicability, view } of prepared.stays) {
        expect(applicability.inScope || applicability.reasons.length > 0).toBe(true);
        expect(view).toBe("discharge");
      }
    }
    expect(strays).toEqual([]);
    expect(encounters).toBe(621);
    expect(stays).toBe(621);
  });
});
