import type { Location, Organization } from "fhir/r4";
import { DEMO_WARDS, type DemoWard } from "@/lib/core/demo/demo-wards";
import { syntheticMeta } from "@/lib/core/demo/fhir-marking";
import type { StayPlan } from "@/lib/core/demo/patient-plan";

export const HOSPITAL_ID = "org-demo-hospital";

/** @see https://terminology.hl7.org/CodeSystem-location-physical-type.html */
export const physicalType = (code: string, display: string): NonNullable<Location["physicalType"]> => ({
  coding: [{ system: "http://terminology.hl7.org/CodeSystem/location-physical-type", code, display }],
  text: display,
});

/** Id of a bed's Location, from its label. */
export const bedId = (bed: string): string => `bed-${bed.toLowerCase()}`;

const INTENSIVE_CARE: Location = {
  resourceType: "Location",
  id: "ward-icu",
  meta: syntheticMeta(),
  status: "active",
  name: "Intensive Care Unit",
  mode: "instance",
  physicalType: physicalType("wa", "Ward"),
};

/** Where patients were before they came here; its wards are not known. */
export const OTHER_HOSPITAL_ID = "org-other-hospital";

const organization = (id: string, name: string): Organization => ({
  resourceType: "Organization",
  id,
  meta: syntheticMeta(),
  active: true,
  name,
});

/** The hospital, and the other one where a stay was there. */
export function toHospitals(stays: readonly StayPlan[]): Organization[] {
  const other = stays.some(({ place }) => place === null);
  return [
    organization(HOSPITAL_ID, "Demo Hospital (synthetic)"),
    ...(other ? [organization(OTHER_HOSPITAL_ID, "Another hospital (synthetic)")] : []),
  ];
}

function toWardLocation(ward: DemoWard): Location {
  return {
    resourceType: "Location",
    id: ward.id,
    meta: syntheticMeta(),
    status: "active",
    name: ward.name,
    mode: "instance",
    physicalType: physicalType("wa", "Ward"),
    managingOrganization: { reference: `Organization/${HOSPITAL_ID}` },
  };
}

/** The ward and bed Locations that a patient's stays refer to, each once. */
export function toLocations(stays: readonly StayPlan[]): Location[] {
  const wards = DEMO_WARDS.filter((ward) => stays.some(({ place }) => place?.ward.id === ward.id));
  const beds = new Map(stays.flatMap(({ place }) => (place === null ? [] : [[place.bed, place.ward] as const])));
  return [
    ...wards.map(toWardLocation),
    ...(stays.some(({ intensiveCare }) => intensiveCare !== null) ? [INTENSIVE_CARE] : []),
    ...[...beds].map(
      ([bed, ward]): Location => ({
        resourceType: "Location",
        id: bedId(bed),
        meta: syntheticMeta(),
        status: "active",
        name: bed,
        mode: "instance",
        physicalType: physicalType("bd", "Bed"),
        partOf: { reference: `Location/${ward.id}`, display: ward.name },
      }),
    ),
  ];
}
