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

/** A place of the hospital by its id and name, inside another where `within` names one. */
export const toPlace = (
  id: string,
  name: string,
  kind: readonly [code: string, display: string],
  within?: { readonly id: string; readonly name: string },
): Location => ({
  resourceType: "Location",
  id,
  meta: syntheticMeta(),
  status: "active",
  name,
  mode: "instance",
  physicalType: physicalType(...kind),
  ...(within === undefined ? {} : { partOf: { reference: `Location/${within.id}`, display: within.name } }),
});

const WARD = ["wa", "Ward"] as const;
const INTENSIVE_CARE = toPlace("ward-icu", "Intensive Care Unit", WARD);
/** No ward of the list: nobody is admitted to it. */
export const EMERGENCY_DEPARTMENT = toPlace("emergency-department", "Emergency Department", WARD);

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

export const toWardLocation = ({ id, name }: DemoWard): Location => ({
  ...toPlace(id, name, WARD),
  managingOrganization: { reference: `Organization/${HOSPITAL_ID}` },
});

/** The ward and bed Locations that a patient's stays refer to, each once. */
export function toLocations(stays: readonly StayPlan[]): Location[] {
  const wards = DEMO_WARDS.filter((ward) => stays.some(({ place }) => place?.ward.id === ward.id));
  const beds = new Map(stays.flatMap(({ place }) => (place === null ? [] : [[place.bed, place.ward] as const])));
  return [
    ...wards.map(toWardLocation),
    ...(stays.some(({ intensiveCare }) => intensiveCare !== null) ? [INTENSIVE_CARE] : []),
    ...[...beds].map(([bed, ward]) => toPlace(bedId(bed), bed, ["bd", "Bed"], ward)),
  ];
}
