import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Ajv from "ajv";
import draft06 from "ajv/lib/refs/json-schema-draft-06.json";
import { Fhir } from "fhir";
import type { FhirResource } from "fhir/r4";
import { describe, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";

const hospital = makeHospital({ seed: "valid", now: "2026-11-21T09:00:00Z", pastDays: 14 });
const data = process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data");
const schemaFile = join(data, "fhir-standards/r4/fhir.schema.json.gz");

/** Resources of everybody who is here or expected, and those of every fourth patient of a fortnight. */
const sample: FhirResource[] = [
  ...[...hospital.current, ...hospital.emergency, ...hospital.booked, ...hospital.dayCases],
  ...[...hospital.past].filter((_, i) => i % 4 === 0),
].flatMap(({ entry }) => (entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource])));

describe("the demo hospital as FHIR R4", () => {
  it("has nothing that the R4 definitions call an error", () => {
    const fhir = new Fhir();
    const errors = sample.flatMap((resource) =>
      fhir
        .validate(resource, { errorOnUnexpected: true })
        .messages.filter(({ severity }) => severity === "error" || severity === "fatal")
        .map(({ location, message }) => `${resource.resourceType}/${resource.id} ${location}: ${message}`),
    );
    expect(errors).toEqual([]);
  });

  it("would not pass if it were wrong", () => {
    const wrong = { resourceType: "Encounter", status: "gone", class: { code: "IMP" }, ward: "4A" };
    expect(new Fhir().validate(wrong, { errorOnUnexpected: true }).valid).toBe(false);
  });

  it.skipIf(!existsSync(schemaFile))("keeps to HL7's own R4 JSON Schema", () => {
    const {
      id: _,
      discriminator: __,
      oneOf: ___,
      ...schema
    } = JSON.parse(gunzipSync(readFileSync(schemaFile)).toString("utf8"));
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addMetaSchema(draft06);
    ajv.addSchema(schema, "r4");
    const errors = sample.flatMap((resource) => {
      const validate = ajv.getSchema(`r4#/definitions/${resource.resourceType}`);
      if (validate === undefined) return [`no schema for ${resource.resourceType}`];
      if (validate(resource)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message }) => `${resource.resourceType}${instancePath} ${message}`,
      );
    });
    expect([...new Set(errors)]).toEqual([]);
  });
});
