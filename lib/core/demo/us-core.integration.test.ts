import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { FhirResource } from "fhir/r4";
import { describe, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { toProvenance } from "@/lib/core/write-back/written-prediction";

const data = process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data");
const file = join(data, "fhir-standards/us-core/us_core_610.tgz");

type Json = Readonly<Record<string, unknown>>;
interface ElementDefinition {
  readonly id: string;
  readonly path: string;
  readonly min: number;
  readonly max: string;
  readonly patternCodeableConcept?: {
    readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
  };
  readonly binding?: { readonly strength: string; readonly valueSet?: string };
}

/** The JSON files of the package, by name. @see POSIX ustar: 512-byte blocks, name at 0, size in octal at 124. */
function readPackage(): Map<string, Json> {
  const tar = gunzipSync(readFileSync(file));
  const files = new Map<string, Json>();
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString("utf8", at, at + 100).replace(/\0.*$/s, "");
    const size = Number.parseInt(tar.toString("ascii", at + 124, at + 136), 8);
    const body = tar.toString("utf8", at + 512, at + 512 + size);
    if (/^package\/(StructureDefinition|ValueSet)-[^/]+\.json$/.test(name))
      files.set(name.slice("package/".length, -".json".length), JSON.parse(body));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** Values at a path below a resource, one list for each parent that is there. */
function groupsAt(resource: Json, path: string): unknown[][] {
  const steps = path.split(".").slice(1);
  let parents: unknown[] = [resource];
  let groups: unknown[][] = [];
  steps.forEach((step, i) => {
    groups = parents.map((parent) => {
      const own = parent as Json;
      if (!step.endsWith("[x]")) return list(own[step]);
      const stem = step.slice(0, -3);
      return Object.keys(own).flatMap((key) =>
        key.startsWith(stem) && /^[A-Z]/.test(key.slice(stem.length)) ? [own[key]] : [],
      );
    });
    if (i < steps.length - 1) parents = groups.flat();
  });
  return groups;
}

/** Codes a value set lists one by one, or null where it takes whole code systems in. */
function codesOf(valueSet: Json | undefined): Set<string> | null {
  const include = ((valueSet?.compose as Json | undefined)?.include ?? []) as {
    system?: string;
    concept?: { code: string }[];
  }[];
  if (include.length === 0 || include.some(({ concept }) => concept === undefined)) return null;
  return new Set(include.flatMap(({ system, concept = [] }) => concept.map(({ code }) => `${system}|${code}`)));
}

const codings = (concept: unknown): string[] =>
  list((concept as Json).coding).map((coding) => `${(coding as Json).system}|${(coding as Json).code}`);

/** What a profile's snapshot finds missing or too many, and codes outside required bindings, as far as it lists them. */
function check(resource: Json, profile: Json, valueSets: (url: string) => Set<string> | null): string[] {
  const elements = (profile.snapshot as { element: ElementDefinition[] }).element;
  return elements.flatMap(({ id, path, min, max, patternCodeableConcept, binding }) => {
    // Slices of category are told apart below; slices of extensions and identifiers are not required by any profile here.
    const isCategorySlice = /^\w+\.category:[\w-]+$/.test(id);
    if (path.split(".").length === 1 || (id.includes(":") && !isCategorySlice)) return [];
    const allowed = binding?.strength === "required" ? valueSets(binding.valueSet?.split("|")[0] ?? "") : null;
    return groupsAt(resource, path).flatMap((values) => {
      const pattern = (patternCodeableConcept?.coding ?? []).map(({ system, code }) => `${system}|${code}`);
      const fits = (value: unknown): boolean =>
        codings(value).some((said) => pattern.includes(said) || (allowed?.has(said) ?? false));
      const counted = isCategorySlice ? values.filter(fits) : values;
      const problems: string[] = [];
      if (counted.length < min) problems.push(`${id}: ${counted.length} of at least ${min}`);
      if (max !== "*" && counted.length > Number(max)) problems.push(`${id}: ${counted.length} of at most ${max}`);
      return problems;
    });
  });
}

function profileOf(resource: FhirResource): string | null {
  if (resource.resourceType === "Condition")
    return resource.category?.some(({ coding }) => coding?.some(({ code }) => code === "problem-list-item"))
      ? "us-core-condition-problems-health-concerns"
      : "us-core-condition-encounter-diagnosis";
  const profiles: Readonly<Record<string, string>> = {
    Patient: "us-core-patient",
    Encounter: "us-core-encounter",
    MedicationRequest: "us-core-medicationrequest",
    Medication: "us-core-medication",
    Observation: "us-core-observation-lab",
    Procedure: "us-core-procedure",
    Location: "us-core-location",
    Organization: "us-core-organization",
    Provenance: "us-core-provenance",
  };
  return profiles[resource.resourceType] ?? null;
}

describe.skipIf(!existsSync(file))("the demo hospital as US Core 6.1.0", () => {
  const files = existsSync(file) ? readPackage() : new Map<string, Json>();
  const byUrl = new Map([...files.values()].map((resource) => [String(resource.url), resource]));
  const valueSets = (url: string): Set<string> | null => codesOf(byUrl.get(url));
  const hospital = makeHospital({ seed: "valid", now: "2026-11-21T09:00:00Z", pastDays: 7 });
  const resources = [...hospital.current, ...hospital.past].flatMap(({ entry = [] }) =>
    entry.flatMap(({ resource }) => (resource === undefined ? [] : [resource])),
  );
  const problemsOf = (resource: FhirResource): string[] => {
    const profile = files.get(`StructureDefinition-${profileOf(resource)}`);
    if (profile === undefined) return [`no profile for ${resource.resourceType}`];
    return check(JSON.parse(JSON.stringify(resource)), profile, valueSets);
  };

  it("has everything the profiles require, in every resource", () => {
    expect(resources.length).toBeGreaterThan(10_000);
    expect([...new Set(resources.flatMap(problemsOf))]).toEqual([]);
  });

  it("says of every laboratory result its value, or why there is none (us-core-2)", () => {
    const silent = resources.filter(
      (resource) =>
        resource.resourceType === "Observation" &&
        resource.status !== "entered-in-error" &&
        resource.valueQuantity === undefined &&
        resource.dataAbsentReason === undefined,
    );
    expect(silent).toEqual([]);
  });

  it("is what is written back, too: the Provenance of a RiskAssessment, and whoever it is on behalf of", () => {
    const prediction = {
      id: "0b0c6c0e-7a51-4a2e-9d1d-1f6f5f0a9c11",
      patientId: "p1",
      stayId: "e1",
      at: "2026-03-10T09:00:00.000Z",
      probability: 0.2,
      tier: "moderate" as const,
      task: "readmission",
      modelVersion: "1.0.0",
      dischargedAt: null,
      plannedEndAt: null,
      evidence: [],
      reasons: [],
      provenance: "",
    };
    const place = { reference: "RiskAssessment/1", previous: null, recorded: "2026-03-10T09:00:01.000Z" };
    const made = toProvenance(prediction, { organisation: "Test hospital" }, place);
    const organisation = made.contained?.find(({ resourceType }) => resourceType === "Organization");
    expect(made.meta?.profile).toEqual([files.get("StructureDefinition-us-core-provenance")?.url]);
    expect(problemsOf(made)).toEqual([]);
    expect(problemsOf(organisation as FhirResource)).toEqual([]);
    // provenance-1: whoever a device acts for is named.
    expect(made.agent.every(({ onBehalfOf }) => onBehalfOf !== undefined)).toBe(true);
    expect(problemsOf({ ...made, agent: [] })).toEqual(["Provenance.agent: 0 of at least 1"]);
  });

  it("would be found out if it were wrong", () => {
    const [patient] = resources.filter(({ resourceType }) => resourceType === "Patient");
    const [lab] = resources.filter(({ resourceType }) => resourceType === "Observation");
    const { gender: _, ...withoutGender } = patient as unknown as Json;
    expect(problemsOf(withoutGender as unknown as FhirResource)).toEqual(["Patient.gender: 0 of at least 1"]);
    const unnumbered = { ...patient, identifier: [{ system: "x" }] } as FhirResource;
    expect(problemsOf(unnumbered)).toEqual(["Patient.identifier.value: 0 of at least 1"]);
    const elsewhere = { ...lab, category: [{ coding: [{ system: "x", code: "laboratory" }] }] } as FhirResource;
    expect(problemsOf(elsewhere).join()).toMatch(/Observation\.category/);
  });
});
