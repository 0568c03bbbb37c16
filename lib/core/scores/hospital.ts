import type { ClinicalScore, ScoreComponent } from "@/lib/core/model/scored-stay";
import { type Between, component, type Known, type SoFar, sum, unknownOf, yesNo } from "@/lib/core/scores/score-input";

export interface HospitalInput {
  /** Last haemoglobin of the stay in g/dL; final once the stay has ended; null where none was measured. */
  readonly haemoglobin: SoFar<number> | null;
  /** Discharged from an oncology service; null where the service is unknown. */
  readonly oncology: Known<boolean> | null;
  /** Last sodium of the stay in mmol/L; null where none was measured. */
  readonly sodium: SoFar<number> | null;
  /** Any procedure in the stay; a procedure already done is final. null where the source sends no procedures. */
  readonly procedure: SoFar<boolean> | null;
  /** Index admission urgent or emergency; null where unknown. */
  readonly urgent: Known<boolean> | null;
  /** Hospital stays in the year before; null where the record does not reach back. */
  readonly priorAdmissions: Between | null;
  /** Midnights crossed; high = Infinity for a stay that goes on. */
  readonly stayDays: Between | null;
}

function below(name: string, label: string, input: SoFar<number> | null, limit: number, unit: string): ScoreComponent {
  const measured = input === null ? null : { ...input, value: input.value < limit };
  // Cut, not rounded: 134.96 must not read as the 135 that would score nothing.
  const said = `${Math.floor((input?.value ?? 0) * 10 + 1e-6) / 10} ${unit}`;
  return yesNo(name, label, measured, 1, { yes: said, no: said });
}

/**
 * The HOSPITAL score, 0–13, with the 2016 international validation's points for prior admissions (0–1 = 0, 2–5 = 2,
 * over 5 = 5). Potentially avoidable readmission 5.8 % (0–4), 11.9 % (5–6), 22.8 % (7 and over) there.
 * @see https://doi.org/10.1001/jamainternmed.2015.8462
 */
export function hospitalScore(input: HospitalInput): ClinicalScore {
  const days = (value: number) => `${value} ${value === 1 ? "day" : "days"}`;
  const stays = (value: number) => `${value} ${value === 1 ? "hospital stay" : "hospital stays"}`;
  const components = [
    below("haemoglobin", "Haemoglobin at discharge under 12 g/dL", input.haemoglobin, 12, "g/dL"),
    yesNo("oncology", "Discharge from an oncology service", input.oncology, 2, {
      yes: "oncology",
      no: "another service",
    }),
    below("sodium", "Sodium at discharge under 135 mmol/L", input.sodium, 135, "mmol/L"),
    yesNo("procedure", "Any procedure in the stay", input.procedure, 1, { yes: "procedure done", no: "none" }),
    yesNo("urgent", "Urgent admission", input.urgent, 1, { yes: "urgent", no: "planned" }),
    component(
      "prior-admissions",
      "Hospital stays in the past year",
      input.priorAdmissions,
      (value) => (value < 2 ? 0 : value <= 5 ? 2 : 5),
      stays,
      5,
    ),
    component(
      "length-of-stay",
      "Length of stay 5 days or more",
      input.stayDays,
      (value) => (value >= 5 ? 2 : 0),
      days,
      2,
    ),
  ];
  return {
    low: sum(components, "low"),
    high: sum(components, "high"),
    maximum: 13,
    version: "HOSPITAL (Donzé 2016 international validation: 2–5 prior stays 2 points, more than 5 stays 5 points)",
    components,
    unknown: unknownOf(components, { "prior-admissions": input.priorAdmissions }),
  };
}
