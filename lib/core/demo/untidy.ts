import type { Encounter, FhirResource, Observation } from "fhir/r4";
import { OTHER_HOSPITAL_ID } from "@/lib/core/demo/fhir-locations";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

/** A finished stay whose discharge disposition nobody filled in. */
function withoutDisposition(encounter: Encounter): Encounter {
  if (encounter.status !== "finished" || encounter.hospitalization?.dischargeDisposition === undefined)
    return encounter;
  const { dischargeDisposition: _, ...rest } = encounter.hospitalization;
  const { hospitalization: __, ...bare } = encounter;
  return Object.keys(rest).length === 0 ? bare : { ...bare, hospitalization: rest };
}

/** A result that was filed on the wrong patient and taken back. */
const enteredInError = (observation: Observation): Observation => ({
  ...observation,
  id: `${observation.id}-x`,
  status: "entered-in-error",
});

/** A stay in another hospital that nobody closed in the books, although a later one began. */
function leftOpen(encounter: Encounter): Encounter {
  if (encounter.serviceProvider?.reference !== `Organization/${OTHER_HOSPITAL_ID}`) return encounter;
  const { end: _, ...period } = encounter.period ?? {};
  return { ...withoutDisposition(encounter), status: "in-progress", period };
}

/**
 * Makes a share of the record as untidy as real ones are: a disposition left out, a birth date without its day, an
 * admission type not filled in, a result taken back, a diagnosis that was never sent, an old stay left open. All still
 * valid FHIR.
 */
export function untidy(resources: readonly FhirResource[], random: SeededRandom): FhirResource[] {
  const habit = random.next();
  const drops = { disposition: habit < 0.1, birthDay: habit > 0.985, priority: habit > 0.9 && habit < 0.95 };
  const lostDiagnosis = habit > 0.1 && habit < 0.14;
  const forgotten = habit > 0.14 && habit < 0.18;
  const out: FhirResource[] = [];
  let retracted = false;
  let isOpen = !forgotten;
  for (const resource of resources) {
    if (resource.resourceType === "Encounter") {
      const told = drops.disposition ? withoutDisposition(resource) : resource;
      const encounter = isOpen ? told : leftOpen(told);
      // Only one: several open ones in a row would be taken for one stay.
      isOpen ||= encounter !== told;
      const { priority: _, ...unprioritised } = encounter;
      out.push(drops.priority ? unprioritised : encounter);
    } else if (resource.resourceType === "Patient" && drops.birthDay && resource.birthDate) {
      out.push({ ...resource, birthDate: resource.birthDate.slice(0, 7) });
    } else if (resource.resourceType === "Condition" && lostDiagnosis && resource.id?.endsWith("-dx3")) {
      // Referred to by the Encounter and missing from the extract.
    } else {
      out.push(resource);
      if (resource.resourceType === "Observation" && !retracted && random.chance(0.004)) {
        retracted = true;
        out.push(enteredInError(resource));
      }
    }
  }
  return out;
}
