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

export const INTENSIVE_CARE: Location = {
  resourceType: "Location",
  id: "ward-icu",
  meta: syntheticMeta(),
  status: "active",
  name: "Intensive Care Unit",
  mode: "instance",
  physicalType: physicalType("wa", "Ward"),
};

export function toHospital(): Organization {
  return {
    resourceType: "Organization",
    id: HOSPITAL_ID,
    meta: syntheticMeta(),
    active: true,
    name: "Demo Hospital (synthetic)",
  };
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

/** The ward and bed Locations that a patient's stays refer to. */
export function toLocations(stays: readonly StayPlan[]): Location[] {
  const wards = DEMO_WARDS.filter((ward) => stays.some((stay) => stay.ward.id === ward.id));
  const beds = new Map(stays.map((stay) => [stay.bed, stay.ward]));
  return [
    ...wards.map(toWardLocation),
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
