import type { Bundle, FhirResource } from "fhir/r4";
import type { DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { toProblems, toStayConditions } from "@/lib/core/demo/fhir-conditions";
import { toIntensiveCare, toStayEncounter, toVisitEncounter } from "@/lib/core/demo/fhir-encounter";
import { toLabs } from "@/lib/core/demo/fhir-labs";
import { toHospitals, toLocations } from "@/lib/core/demo/fhir-locations";
import { toMedications } from "@/lib/core/demo/fhir-medications";
import { patientId, toPatient } from "@/lib/core/demo/fhir-patient";
import { toProcedures } from "@/lib/core/demo/fhir-procedures";
import type { PatientPlan } from "@/lib/core/demo/patient-plan";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import { transactionOf } from "@/lib/core/demo/transaction-bundle";
import { untidy } from "@/lib/core/demo/untidy";

/** Everything on record about one patient by now, as one FHIR R4 transaction Bundle. */
export function toBundle(plan: PatientPlan, calendar: DemoCalendar, random: SeededRandom): Bundle<FhirResource> {
  const patient = patientId(plan);
  const { sex, hasDiabetes } = plan;
  const resources: FhirResource[] = [...toHospitals(plan.stays), ...toLocations(plan.stays), toPatient(plan, calendar)];
  resources.push(...toProblems(plan, calendar, random.fork("problems")));
  const visitRandom = random.fork("visits");
  for (const visit of plan.visits) resources.push(toVisitEncounter(visit, patient, calendar, visitRandom));
  for (const stay of plan.stays) {
    const chance = random.fork(stay.id);
    resources.push(toStayEncounter(stay, patient, calendar), ...toStayConditions(stay, patient, calendar, chance));
    if (!stay.detailed) continue;
    resources.push(
      ...toIntensiveCare(stay, patient, calendar),
      ...toMedications(stay, { patient, sex, calendar, random: chance }),
      ...toLabs(stay, { patient, hasDiabetes, sex, calendar, random: chance }),
      ...toProcedures(stay, { patient, calendar, random: chance }),
    );
  }
  return transactionOf(patient, untidy(resources, random.fork("untidy")));
}
