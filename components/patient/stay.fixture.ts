import { FEATURES } from "@/lib/core/features/feature-table";
import type { ClinicalScore, Driver } from "@/lib/core/model/scored-stay";
import type { StayView } from "@/lib/core/worklist/stay-view";

const score = (low: number, high: number, maximum: number): ClinicalScore => ({
  low,
  high,
  maximum,
  version: "As published.",
  components: [{ name: "length", label: "Length of stay", low: 4, high: 5, value: null, evidence: [] }],
  unknown: low === high ? [] : ["length"],
});

interface Wanted {
  /** Log-odds of each driver, strongest first. */
  readonly contributions?: readonly number[];
  readonly baseline?: number;
  /** Why the model abstains; left out, it does not. */
  readonly reasons?: readonly string[];
}

/** A stay for tests: Samuel Okafor, who does not exist. */
export function makeStay({ contributions = [0.9, 0.4, -0.2], baseline = -2, reasons = [] }: Wanted = {}): StayView {
  const isScored = reasons.length === 0;
  const drivers: Driver[] = contributions.map((contribution, position) => {
    const feature = FEATURES[position]?.name ?? `term-${position}`;
    return {
      feature,
      label: FEATURES[position]?.label ?? feature,
      value: null,
      contribution,
      evidence: ["Encounter/1", "Encounter/2"],
    };
  });
  const logOdds = contributions.reduce((sum, part) => sum + part, baseline);
  return {
    stayId: "stay-1",
    patient: {
      id: "patient-1",
      familyName: "Okafor",
      givenNames: "Samuel",
      birthDate: "1955-02-14",
      ageYears: 71,
      sex: "male",
      mrn: "100412",
      synthetic: true,
    },
    wardId: "ward",
    wardName: "4B",
    bed: "4B-12",
    admittedAt: "2026-03-01T08:00:00Z",
    dischargedAt: null,
    dayOfStay: 5,
    plannedEndAt: "2026-03-05T14:00:00Z",
    leaving: "today",
    predictionId: "0b9e7f3c-54ab-4b3a-9f57-2d8f7a6c1e01",
    scored: {
      patientId: "patient-1",
      stayId: "stay-1",
      encounterIds: ["stay-1"],
      admittedAt: "2026-03-01T08:00:00Z",
      dischargedAt: null,
      probability: isScored ? 1 / (1 + Math.exp(-logOdds)) : null,
      tier: isScored ? "very-high" : null,
      stability: isScored ? { low: 0.24, high: 0.35 } : null,
      baseline: isScored ? baseline : null,
      drivers: isScored ? drivers : [],
      scores: { lace: score(14, 16, 19), hospital: score(8, 8, 13) },
      target: "any-readmission-30d",
      view: "stay",
      applicability: { inScope: isScored, reasons },
      issues: [],
      modelVersion: "1.0.0",
    },
    driverSentences: isScored ? drivers.map(({ feature }) => `About ${feature}`) : [],
    scoredAt: "2026-03-05T06:02:00Z",
    readAt: "2026-03-05T06:02:00Z",
    notReadSince: null,
    history: [],
    model: {
      task: "readmission",
      version: "1.0.0",
      target: "Any readmission within 30 days of discharge",
      trainedOn: "Stays in US hospitals",
      intendedPopulation: "Adults with diabetes on record",
      learntFrom: "US hospitals 1999–2008",
      baseRate: 0.11,
      calibration: {
        admission: { stays: 74_066, meanError: 0.003 },
        stay: { stays: 74_066, meanError: 0.005 },
        discharge: { stays: 74_066, meanError: 0.004 },
      },
      bags: { count: 8, leftOut: 0.15 },
    },
    checkedHere: null,
    provenance: "Learnt from US hospitals 1999–2008; not yet checked here.",
    silentBecause: null,
    evidence: [
      { reference: "Encounter/1", description: "Inpatient stay · 2025-03-03", day: "2025-03-03" },
      { reference: "Encounter/2", description: "Inpatient stay · 2025-07-09", day: "2025-07-09" },
    ],
    flags: [],
    cardFeedback: [],
    interventions: [],
    responses: [],
    openedOutsideWardsUntil: null,
    may: { flag: true, note: true, respond: true },
  };
}
