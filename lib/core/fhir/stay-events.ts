import { readWords } from "@/lib/core/fhir/codings";
import type { EventTimes } from "@/lib/core/fhir/event-time";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import type { Moment } from "@/lib/core/fhir/moment";
import type { FhirResource } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { isLabResult, type LabEvent } from "@/lib/core/fhir/stay-labs";
import type { StayLocator } from "@/lib/core/fhir/stay-locator";
import { MEDICATION_TYPES, type MedicationEvent } from "@/lib/core/fhir/stay-medications";

/** What happened in one stay. */
export interface StayEvents {
  readonly labs: LabEvent[];
  readonly medications: MedicationEvent[];
  /** References of procedures that were done. */
  readonly procedures: string[];
}

/** Talking and record keeping, which some sources send as procedures; the model learnt from billed ones. */
const NO_INTERVENTION =
  /medication reconciliation|\beducation|counsel+ing|assessment|screening|documentation of|discussion|referral|risk evaluation/i;
/** What is weakened where a resource's encounter was not sent. */
const FED_BY: Readonly<Record<string, readonly string[]>> = {
  Observation: ["labTests", "hba1c", "glucose"],
  Procedure: ["procedures"],
};
const NOT_DONE = new Set(["not-done", "preparation", "entered-in-error", "planned"]);

/** Sorts a patient's events into their stays, in one pass over each type; what is dated after now is left out. */
export function sortEvents(
  stayCount: number,
  about: {
    index: ResourceIndex;
    times: EventTimes;
    locator: StayLocator;
    now: Moment;
    issues: IssueLog;
    nowGiven: boolean;
  },
): readonly StayEvents[] {
  const { index, times, locator, now, issues, nowGiven } = about;
  const stays = Array.from({ length: stayCount }, (): StayEvents => ({ labs: [], medications: [], procedures: [] }));
  const each = (type: string, take: (resource: FhirResource, at: Moment | null, stay: StayEvents) => void) => {
    const resources = index.all(type);
    const moments = times.moments(type);
    for (let position = 0; position < resources.length; position += 1) {
      const resource = resources[position] as FhirResource;
      const at = moments[position] ?? null;
      if (at !== null && at.earliest > now.latest) {
        if (nowGiven) issues.add("later-data-hidden");
        continue;
      }
      const stay = stays[locator.locate(resource, at)];
      if (stay !== undefined) take(resource, at, stay);
    }
  };
  each("Observation", (resource, at, stay) => {
    if (isLabResult(resource)) stay.labs.push({ resource, reference: index.citation(resource), at });
  });
  for (const type of MEDICATION_TYPES) {
    each(type, (resource, at, stay) => stay.medications.push({ resource, reference: index.citation(resource), at }));
  }
  each("Procedure", (resource, _, stay) => {
    if (!NOT_DONE.has(resource.status as string) && !NO_INTERVENTION.test(readWords(resource.code)))
      stay.procedures.push(index.citation(resource));
  });
  for (const { reference, type } of locator.dangling) {
    issues.add("dangling-reference", { reference, features: FED_BY[type] ?? ["medications"] });
  }
  return stays;
}
