import fc from "fast-check";
import { Fhir } from "fhir/fhir";
import type { Bundle, Encounter, FhirResource as R4Resource } from "fhir/r4";
import { describe, expect, it } from "vitest";
import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import { maskForView } from "@/lib/core/features/encode";
import { FEATURES } from "@/lib/core/features/feature-table";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import { encodeUciRow, parseUciRow, uciScopeReasons } from "@/lib/core/uci/uci-row";
import { uciRowToBundle } from "@/lib/core/uci/uci-to-fhir";

const number = (minimum: number, maximum: number) => fc.integer({ min: minimum, max: maximum }).map(String);
const diagnosis = fc.constantFrom("428", "250.83", "250", "8", "41", "V57", "E888", "786", "648", "295", "401", "?");
const withCodes = (codes: readonly string[]) => codes.filter((code) => code !== "?").length;

/** Records in UCI's own words, every value it can hold and every pair of them. */
const uciRecord: fc.Arbitrary<Record<string, string>> = fc
  .record({
    encounter_id: number(1, 999_999_999),
    patient_nbr: number(1, 999_999_999),
    race: fc.constantFrom("?", "Caucasian", "AfricanAmerican", "Asian", "Hispanic", "Other"),
    gender: fc.constantFrom("Female", "Male", "Unknown/Invalid"),
    age: fc.integer({ min: 0, max: 9 }).map((decade) => `[${decade * 10}-${decade * 10 + 10})`),
    admission_type_id: number(1, 8),
    discharge_disposition_id: number(1, 30),
    admission_source_id: number(1, 26),
    time_in_hospital: number(1, 14),
    medical_specialty: fc.constantFrom(
      "?",
      "InternalMedicine",
      "Surgery-Cardiovascular/Thoracic",
      "ObstetricsandGynecology",
      "Obstetrics",
      "Psychiatry",
      "PhysicalMedicineandRehabilitation",
      "Neurology",
      "PhysicianNotFound",
      "InfectiousDiseases",
    ),
    procedures: fc.integer({ min: 0, max: 6 }),
    more: fc.record({
      labs: fc.integer({ min: 0, max: 130 }),
      medications: fc.integer({ min: 0, max: 75 }),
      diagnoses: fc.integer({ min: 0, max: 13 }),
    }),
    number_outpatient: number(0, 40),
    number_emergency: number(0, 76),
    number_inpatient: number(0, 21),
    codes: fc.tuple(diagnosis, diagnosis, diagnosis),
    max_glu_serum: fc.constantFrom("None", "Norm", ">200", ">300"),
    A1Cresult: fc.constantFrom("None", "Norm", ">7", ">8"),
    drugs: fc.array(fc.constantFrom("No", "No", "No", "No", "Steady", "Up", "Down"), {
      minLength: ANTIDIABETIC_DRUGS.length,
      maxLength: ANTIDIABETIC_DRUGS.length,
    }),
    readmitted: fc.constantFrom("NO", "<30", ">30"),
  })
  .map(({ codes, drugs, more, procedures, ...rest }) => {
    const results = Number(rest.max_glu_serum !== "None") + Number(rest.A1Cresult !== "None");
    const taken = drugs.filter((level) => level !== "No").length;
    const rank = codes.findLastIndex((code) => code !== "?") + 1;
    return {
      ...rest,
      num_procedures: String(procedures),
      num_lab_procedures: String(Math.max(1, results) + more.labs),
      num_medications: String(Math.max(1, taken) + more.medications),
      number_diagnoses: String(Math.max(1, rank, withCodes(codes)) + more.diagnoses),
      diag_1: codes[0],
      diag_2: codes[1],
      diag_3: codes[2],
      ...Object.fromEntries(ANTIDIABETIC_DRUGS.map(({ uciColumn }, index) => [uciColumn, drugs[index] ?? "No"])),
    };
  });

/** The Bundle as another program would receive it. */
const sent = (record: Record<string, string>): Bundle =>
  JSON.parse(JSON.stringify(uciRowToBundle(parseUciRow(record))));
const resources = (bundle: Bundle): R4Resource[] =>
  (bundle.entry ?? []).flatMap(({ resource }) => (resource as R4Resource | undefined) ?? []);

describe("a UCI row as FHIR", () => {
  it("reads back as the feature vector training used, in scope for the same reasons", () => {
    fc.assert(
      fc.property(uciRecord, (record) => {
        const row = parseUciRow(record);
        const { stays } = preparePatient(sent(record).entry as unknown as FhirEntry[]);
        const stay = stays.find(({ stayId }) => stayId === `uci-${row.encounterId}`);
        expect(stay?.view).toBe("discharge");
        const expected = maskForView(encodeUciRow(row), "discharge");
        const differing = FEATURES.flatMap(({ name }, index) =>
          stay?.encoded[index] === expected[index]
            ? []
            : [`${name}: ${expected[index]} became ${stay?.encoded[index]}`],
        );
        expect(differing).toEqual([]);
        expect(stay?.applicability.reasons).toEqual(uciScopeReasons(row));
      }),
      { numRuns: 150 },
    );
  });

  it("hides what could not be known yet when read in the middle of the stay", () => {
    fc.assert(
      fc.property(
        uciRecord.filter(({ time_in_hospital }) => Number(time_in_hospital) > 3),
        (record) => {
          const row = parseUciRow(record);
          const bundle = sent(record);
          const stayOf = (resource: R4Resource): resource is Encounter => resource.id === `uci-${row.encounterId}`;
          const period = resources(bundle).find(stayOf)?.period;
          const now = new Date(Date.parse(period?.start ?? "") + 50 * 3_600_000).toISOString();
          const { stays } = preparePatient(bundle.entry as unknown as FhirEntry[], { now });
          const stay = stays.find(({ stayId }) => stayId === `uci-${row.encounterId}`);
          expect(stay?.view).toBe("stay");
          expect(stay?.dischargedAt).toBeNull();
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is valid R4", () => {
    const validator = new Fhir();
    for (const record of fc.sample(uciRecord, { numRuns: 8, seed: 7 })) {
      const { valid, messages } = validator.validate(sent(record), { errorOnUnexpected: true });
      const errors = messages.filter(({ severity }) => severity === "error" || severity === "fatal");
      expect(errors).toEqual([]);
      expect(valid).toBe(true);
    }
  });

  it("is the same bytes every time, each resource once under its own URL", () => {
    for (const record of fc.sample(uciRecord, { numRuns: 20, seed: 11 })) {
      const bundle = uciRowToBundle(parseUciRow(record));
      expect(JSON.stringify(uciRowToBundle(parseUciRow({ ...record })))).toBe(JSON.stringify(bundle));
      const urls = bundle.entry?.map(({ fullUrl }) => fullUrl) ?? [];
      expect(new Set(urls).size).toBe(urls.length);
      for (const { id } of resources(bundle)) expect(id).toMatch(/^[A-Za-z0-9\-.]{1,64}$/);
    }
  });

  it("leaves out what UCI does not say, and invents no clinical value", () => {
    const [record] = fc.sample(uciRecord, { numRuns: 1, seed: 3 });
    const silent: Record<string, string> = {
      ...record,
      admission_type_id: "6",
      admission_source_id: "17",
      discharge_disposition_id: "18",
      medical_specialty: "?",
      A1Cresult: "None",
      max_glu_serum: "None",
    };
    const all = resources(sent(silent));
    const encounter = all.find((resource): resource is Encounter => /^uci-\d+$/.test(resource.id ?? ""));
    expect(encounter).not.toHaveProperty("priority");
    expect(encounter).not.toHaveProperty("hospitalization");
    expect(encounter).not.toHaveProperty("serviceType");
    const observations = all.filter(({ resourceType }) => resourceType === "Observation");
    expect(observations.length).toBe(Number(silent.num_lab_procedures));
    for (const observation of observations) expect(observation).not.toHaveProperty("valueQuantity");
  });
});
