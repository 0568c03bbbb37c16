import type { Bundle, FhirResource } from "fhir/r4";

const BASE = "https://demo-hospital.example/fhir";

/** One patient's resources as a FHIR R4 transaction Bundle. */
export const transactionOf = (patient: string, resources: readonly FhirResource[]): Bundle<FhirResource> => ({
  resourceType: "Bundle",
  id: `bundle-${patient}`,
  type: "transaction",
  entry: resources.map((resource) => ({
    fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`,
    resource,
    request: { method: "PUT", url: `${resource.resourceType}/${resource.id}` },
  })),
});
