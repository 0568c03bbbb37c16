import type { Bundle, Condition, Encounter, FhirResource, MedicationRequest, Observation, Patient } from "fhir/r4";
import { describe, expect, it } from "vitest";
import { diagnosisGroup } from "@/lib/core/codes/diagnosis-groups";
import { DIAGNOSIS_CATALOGUE } from "@/lib/core/demo/diagnosis-catalogue";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";

const NOW = "2026-11-21T09:00:00Z";
/** Six weeks of past stays: enough to look at, quick to make. */
const PAST_DAYS = 42;
const hospital = makeHospital({ seed: "test", now: NOW, pastDays: PAST_DAYS });
const past = [...hospital.past];
const CURRENT = hospital.current.length;

const resources = (bundle: Bundle<FhirResource>): FhirResource[] =>
  (bundle.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
const every = [...hospital.current, ...past].map(resources);
const everything = every.flat();
function ofType<T extends FhirResource>(some: readonly FhirResource[], type: T["resourceType"]): T[] {
  return some.filter((resource): resource is T => resource.resourceType === type);
}
const patientOf = (some: readonly FhirResource[]): Patient => {
  const patient = ofType<Patient>(some, "Patient")[0];
  if (patient === undefined) throw new Error("a bundle without a patient");
  return patient;
};
/** Read as it arrives: as JSON. */
const prepared = every.map((some) => preparePatient(JSON.parse(JSON.stringify(some)), { now: NOW }));
const currentStays = prepared.slice(0, CURRENT).map(({ stays }) => stays.filter(({ summary }) => summary.isCurrent));

describe("makeHospital", () => {
  it("gives the same bytes for the same seed and time, and others for another seed", () => {
    const bytes = (seed: string): string => {
      const made = makeHospital({ seed, now: NOW, pastDays: 7 });
      return JSON.stringify([made.current, ...made.past]);
    };
    expect(bytes("test")).toBe(bytes("test"));
    expect(bytes("other")).not.toBe(bytes("test"));
    // Three more hospitals: seconds, on a busy machine.
  }, 60_000);

  it("adds, on a later day, those who left since and those who came back and left again, and nobody else", () => {
    const later = "2026-11-22T09:00:00Z";
    const idsOf = (bundles: Iterable<Bundle>): Map<string, string> =>
      new Map([...bundles].map((bundle) => [bundle.id ?? "", JSON.stringify(bundle)]));
    const before = idsOf(past);
    const after = idsOf(makeHospital({ seed: "test", now: later, pastDays: PAST_DAYS + 1 }).past);
    const news = idsOf(makeHospital({ seed: "test", now: later, pastDays: PAST_DAYS + 1, since: NOW }).past);
    for (const [id, bundle] of after) expect(news.get(id) ?? before.get(id)).toBe(bundle);
    expect(news.size).toBeGreaterThan(5);
    expect(news.size).toBeLessThan(40);
    // A patient who has come back is missing from the past until the second stay is over, and is never forgotten.
    for (const id of before.keys()) if (!after.has(id)) expect(news.has(id)).toBe(false);
  }, 60_000);

  it("refuses a time that is not one", () => {
    expect(() => makeHospital({ seed: "test", now: "yesterday" })).toThrow(RangeError);
  });

  it("has eight units whose ids do not change: small ones, and one that is full beyond its beds", () => {
    const census = hospital.wards.map((ward) => {
      const here = currentStays.flat().filter(({ summary }) => summary.wardId === ward.id);
      expect(new Set(here.map(({ summary }) => summary.bed)).size).toBe(here.length);
      expect(here.every(({ summary }) => summary.wardName === ward.name)).toBe(true);
      return [ward.id, here.length, ward.physicalBeds];
    });
    expect(census).toEqual([
      ["ward-4a", 20, 24],
      ["ward-4b", 20, 22],
      ["ward-4c", 26, 24],
      ["ward-5c", 20, 24],
      ["ward-5d", 14, 16],
      ["ward-6a", 9, 12],
      ["ward-6b", 10, 12],
      ["ward-7a", 5, 8],
    ]);
  });

  it("marks every resource as test data and every patient as synthetic", () => {
    expect(everything.every(({ meta }) => meta?.security?.some(({ code }) => code === "HTEST"))).toBe(true);
    expect(prepared.every(({ patient }) => patient.synthetic)).toBe(true);
  });

  it("gives ids that are unique, but for the hospital, wards and beds that patients share", () => {
    const own = everything.filter(({ resourceType }) => resourceType !== "Location" && resourceType !== "Organization");
    for (const some of every) {
      const sent = some.map(({ resourceType, id }) => `${resourceType}/${id}`);
      expect(new Set(sent).size).toBe(sent.length);
    }
    const numbers = every.map((some) => patientOf(some).identifier?.[0]?.value);
    expect(new Set(numbers).size).toBe(every.length);
    expect(new Set(own.map(({ resourceType, id }) => `${resourceType}/${id}`)).size).toBe(own.length);
  });

  it("dates nothing after now, but for planned ends", () => {
    const late = everything
      .filter(({ resourceType }) => resourceType !== "Location")
      .flatMap((resource) => {
        const { extension: _, ...rest } = resource as Encounter;
        return [...JSON.stringify(rest).matchAll(/"(\d{4}-\d\d-\d\dT[^"]+)"/g)].map(([, instant]) => instant ?? "");
      })
      .filter((instant) => Date.parse(instant) > Date.parse(NOW));
    expect(late).toEqual([]);
  });

  it("keeps to its own clock where the hospital is far from Greenwich", () => {
    const here = makeHospital({ seed: "test", now: NOW, utcOffsetMinutes: -300, pastDays: 0 });
    expect([...here.past]).toEqual([]);
    const encounter = ofType<Encounter>(resources(here.current[5] as Bundle<FhirResource>), "Encounter").at(-1);
    expect(encounter?.period?.start).toMatch(/-05:00$/);
  }, 30_000);
});

describe("its current patients", () => {
  it("are more than 120, each in one stay under way", () => {
    expect(CURRENT).toBe(124);
    expect(currentStays.map((stays) => stays.length)).toEqual(Array.from({ length: CURRENT }, () => 1));
  });

  it("are scored or not as in a hospital where about a third have diabetes", () => {
    const stays = currentStays.flat();
    const scored = stays.filter(({ applicability }) => applicability.inScope);
    expect(scored.length).toBeGreaterThanOrEqual(28);
    expect(scored.length).toBeLessThanOrEqual(38);
    for (const id of ["ward-4a", "ward-4b", "ward-4c", "ward-5c"]) {
      expect(scored.filter(({ summary }) => summary.wardId === id).length).toBeGreaterThanOrEqual(5);
    }
    const reasons = stays.flatMap(({ applicability }) => applicability.reasons);
    for (const expected of [
      /diabetes/,
      /pregnancy/,
      /under 18/,
      /longer than 14/,
      /rehabilitation/,
      /psychiatric/,
      /hospice/,
    ]) {
      expect(reasons.some((reason) => expected.test(reason))).toBe(true);
    }
  });

  it("include some who came back within 30 days of leaving one of these wards", () => {
    const back = prepared.slice(0, CURRENT).filter(({ stays }) => {
      const now = stays.find(({ summary }) => summary.isCurrent);
      return stays.some(
        ({ summary, dischargedAt }) =>
          !summary.isCurrent &&
          summary.wardId !== null &&
          Date.parse(now?.admittedAt ?? "") - Date.parse(dischargedAt ?? "") <= 30 * 86_400_000,
      );
    });
    expect(back.length).toBeGreaterThanOrEqual(8);
  });

  it("leave today, tomorrow and later, some nobody knows when, and are seen in all three views", () => {
    const stays = currentStays.flat();
    const days = stays.map(({ summary }) =>
      summary.plannedEndAt === null
        ? null
        : Math.floor((Date.parse(summary.plannedEndAt) - Date.parse("2026-11-21T00:00:00Z")) / 86_400_000),
    );
    for (const day of [0, 1, 2, null]) expect(days).toContain(day);
    expect(new Set(stays.map(({ view }) => view))).toEqual(new Set(["admission", "stay", "discharge"]));
  });

  it("mostly have a record that reaches back a year, and some have not", () => {
    const column = featureIndex("priorInpatient");
    const unknown = currentStays.flat().filter(({ encoded }) => (encoded[column] ?? -1) < 0).length;
    expect(unknown).toBeGreaterThanOrEqual(2);
    expect(unknown).toBeLessThan(CURRENT / 4);
  });

  it("have a main diagnosis in a group, unless in their first day", () => {
    const column = featureIndex("primaryDiagnosis");
    const later = currentStays.flat().filter(({ view }) => view !== "admission");
    expect(later.filter(({ encoded }) => (encoded[column] ?? -1) >= 0).length).toBeGreaterThan(0.95 * later.length);
  });

  it("have most of LACE and HOSPITAL known by the time they leave", () => {
    const past = prepared.slice(CURRENT).flatMap(({ stays }) => stays.filter(({ summary }) => summary.wardId !== null));
    const known = past.filter(({ scores }) => scores.lace.unknown.length === 0 && scores.hospital.unknown.length <= 1);
    expect(known.length).toBeGreaterThan(past.length / 2);
  });
});

describe("its past patients", () => {
  const ours = prepared.slice(CURRENT).flatMap(({ stays }) => {
    const here = stays.filter(({ summary }) => summary.wardId !== null);
    return here.map((stay) => ({ stay, later: here.filter(({ admittedAt }) => admittedAt! > stay.dischargedAt!) }));
  });

  it("come back about as often as in the data, and all such stays are marked as simulated", () => {
    const old = ours.filter(({ stay }) => Date.parse(NOW) - Date.parse(stay.dischargedAt ?? "") > 30 * 86_400_000);
    const back = old.filter(({ stay, later }) =>
      later.some(({ admittedAt }) => Date.parse(admittedAt!) - Date.parse(stay.dischargedAt!) <= 30 * 86_400_000),
    );
    expect(old.length).toBeGreaterThan(100);
    expect(back.length / old.length).toBeGreaterThan(0.04);
    expect(back.length / old.length).toBeLessThan(0.2);
    const tagged = new Set(
      ofType<Encounter>(everything, "Encounter")
        .filter(({ meta }) => meta?.tag?.some(({ code }) => code === "simulated-outcome"))
        .map(({ id }) => id),
    );
    expect(ours.every(({ stay }) => tagged.has(stay.stayId))).toBe(true);
  });

  it("are a realistic share outside the model, for every kind of reason", () => {
    const inScope = ours.filter(({ stay }) => stay.applicability.inScope).length / ours.length;
    expect(inScope).toBeGreaterThan(0.2);
    expect(inScope).toBeLessThan(0.45);
    const reasons = ours.flatMap(({ stay }) => stay.applicability.reasons);
    for (const expected of [
      /diabetes/,
      /pregnancy/,
      /under 18/,
      /longer than 14/,
      /rehabilitation/,
      /psychiatric/,
      /hospice/,
      /died/,
      /against medical advice/,
      /transferred/,
    ])
      expect(reasons.some((reason) => expected.test(reason))).toBe(true);
  });

  it("were in another hospital before, whose wards are not known here", () => {
    const elsewhere = prepared
      .slice(CURRENT)
      .flatMap(({ stays }) => stays.filter(({ summary }) => summary.wardId === null));
    expect(elsewhere.length).toBeGreaterThan(50);
    expect(elsewhere.every(({ summary }) => summary.wardName === null && summary.bed === null)).toBe(true);
  });
});

describe("the record", () => {
  it("uses ICD-10-CM codes in the same diagnosis group as the ICD-9 category they stand for", () => {
    // Sub-codes of these ICD-9 categories are in several groups, or the category means another thing today.
    const loose = new Set(["790", "V57", "V45", "V12", "V15", "V58", "V10", "V42", "V43", "997", "996", "998"]);
    const apart = Object.entries(DIAGNOSIS_CATALOGUE)
      .filter(([category]) => !loose.has(category))
      .flatMap(([category, { codes }]) =>
        Object.keys(codes)
          .filter((code) => diagnosisGroup("icd10", code) !== diagnosisGroup("icd9", category))
          .map((code) => `${category} ${diagnosisGroup("icd9", category)} / ${code} ${diagnosisGroup("icd10", code)}`),
      );
    expect(apart).toEqual([]);
  });

  it("says nothing that the patient's sex rules out", () => {
    for (const some of every) {
      const { gender } = patientOf(some);
      const codes = ofType<Condition>(some, "Condition").map(
        ({ code }) => code?.coding?.[0]?.code?.replace(".", "") ?? "",
      );
      if (gender === "female") expect(codes.filter((code) => /^(C61|N40)/.test(code))).toEqual([]);
      if (gender === "male") expect(codes.filter((code) => /^(O|N81|D25|C5091)/.test(code))).toEqual([]);
    }
  });

  it("shows a changed insulin dose as two orders of the same drug", () => {
    const drugs = FEATURES.findIndex(({ name }) => name === "insulin");
    const changed = prepared
      .flatMap(({ stays }) => stays)
      .filter(({ view, encoded }) => {
        const spec = FEATURES[drugs];
        const level = spec?.kind === "categorical" ? spec.levels[encoded[drugs] ?? -1]?.code : undefined;
        return view === "discharge" && (level === "up" || level === "down");
      });
    expect(changed.length).toBeGreaterThan(5);
  });

  it("has spells in intensive care that are part of a stay, not stays of their own", () => {
    const merged = prepared.flatMap(({ stays }) => stays).filter(({ encounterIds }) => encounterIds.length > 1);
    expect(merged.length).toBeGreaterThan(3);
    expect(merged.every(({ stayId, encounterIds }) => encounterIds.includes(`${stayId}-icu`))).toBe(true);
  });

  it("is untidy in the ways real ones are", () => {
    const codes = new Set(
      prepared
        .flatMap(({ issues, stays }) => [...issues, ...stays.flatMap((stay) => stay.issues)])
        .map(({ code }) => code),
    );
    for (const code of [
      "disposition-missing",
      "prior-history-unknown",
      "entered-in-error",
      "lab-value-unreadable",
      "dangling-reference",
      "birth-date-partial",
      "stay-never-closed",
    ]) {
      expect(codes).toContain(code);
    }
    expect(
      ofType<MedicationRequest>(everything, "MedicationRequest").some(({ medicationReference }) => medicationReference),
    ).toBe(true);
    expect(ofType<Observation>(everything, "Observation").some(({ dataAbsentReason }) => dataAbsentReason)).toBe(true);
  });
});
