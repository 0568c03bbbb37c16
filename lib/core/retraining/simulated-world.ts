import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import { type HospitalFit, hospitalFitSchema } from "@/lib/core/demo/hospital-fit";
import generated from "@/lib/core/demo/hospital-fit.generated.json";
import { indexFit, sampleStay } from "@/lib/core/demo/sample-stay";
import { type SeededRandom, seededRandom } from "@/lib/core/demo/seeded-random";
import type { StayLevels } from "@/lib/core/demo/stay-variables";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { LabelledStays } from "@/lib/core/training/training-data";
import { encodeUciRow, parseUciRow } from "@/lib/core/uci/uci-row";

/** Made-up stays whose outcomes were drawn from probabilities we know. */
export interface SimulatedStays extends LabelledStays {
  /** n, 0–1: what each outcome was drawn from. */
  readonly truth: Float64Array;
}

/** Log-odds of levels that are no longer what they were: variable → level → new log-odds. */
export type Drift = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The world the shipped model's data came from, as far as the generator fitted it. */
export const NO_DRIFT: Drift = {};

/**
 * A hospital where the effects of prior visits and of the discharge disposition have changed: a programme looks after
 * those who were here often, so that they return little more than others; emergency visits mean more, because there
 * is no other way in; and those who go to nursing care and home with home care come back most, those who go to
 * rehabilitation no longer.
 */
export const VISITS_AND_DISPOSITION_CHANGED: Drift = {
  inpatientVisits: { "0": -0.25, "1": -0.2, "2": -0.15, "3": -0.1, "4": -0.1, "5-6": 0, "7-9": 0, "10+": 0 },
  emergencyVisits: { "0": 0.05, "1": 0.55, "2": 0.85, "3-4": 1.1, "5-7": 1.3, "8+": 1.4 },
  disposition: {
    home: -0.5,
    "home-health": 0.35,
    "skilled-nursing": 0.6,
    rehabilitation: -0.3,
    "other-facility": 0.1,
    "intermediate-care": 0.5,
  },
};

const SOURCES: Readonly<Record<string, string>> = {
  referral: "1",
  hospital: "4",
  "nursing-facility": "5",
  "other-facility": "6",
  "emergency-room": "7",
  "not-recorded": "9",
};
const TYPES: Readonly<Record<string, string>> = { emergency: "1", urgent: "2", elective: "3", "not-recorded": "5" };
const DISPOSITIONS: Readonly<Record<string, string>> = {
  home: "1",
  "skilled-nursing": "3",
  "intermediate-care": "4",
  "other-facility": "5",
  "home-health": "6",
  rehabilitation: "22",
  "long-term-hospital": "23",
  psychiatric: "28",
  "not-recorded": "18",
};
/** Where the open band of a count ends in these stays. */
const OPEN_BAND_WIDTH = 5;

/** A count of a band ("3-4", "8+", "2"), all of its numbers equally likely. */
function countOf(band: string, random: SeededRandom): string {
  if (band.endsWith("+")) return String(Number(band.slice(0, -1)) + random.integer(0, OPEN_BAND_WIDTH - 1));
  const [low = "0", high = low] = band.split("-");
  return String(random.integer(Number(low), Number(high)));
}

const diagnosisOf = (level: string): string => (level === "none" ? "?" : level === "other" ? "V49" : level);

/** One stay's levels as a row of UCI Diabetes-130, so that it is encoded as the shipped model's data were. */
function toUciRecord(levels: StayLevels, random: SeededRandom): Record<string, string> {
  const level = (name: string): string => levels[name] ?? "";
  const drugs = Object.fromEntries(ANTIDIABETIC_DRUGS.map(({ uciColumn }) => [uciColumn, "No"]));
  const [sulfonylurea = "No", change = ""] = level("sulfonylurea").split(":");
  if (sulfonylurea !== "No") drugs[sulfonylurea] = change === "Steady" ? "Steady" : random.chance(0.5) ? "Up" : "Down";
  return {
    ...drugs,
    encounter_id: "0",
    patient_nbr: "0",
    race: level("race"),
    gender: level("sex"),
    age: level("age"),
    admission_type_id: TYPES[level("admissionType")] ?? "5",
    discharge_disposition_id: DISPOSITIONS[level("disposition")] ?? "18",
    admission_source_id: SOURCES[level("admissionSource")] ?? "9",
    time_in_hospital: level("lengthOfStay"),
    medical_specialty: level("specialty") === "other" ? "Other" : level("specialty"),
    num_lab_procedures: countOf(level("labCount"), random),
    num_procedures: level("procedureCount"),
    num_medications: countOf(level("medicationCount"), random),
    number_outpatient: countOf(level("outpatientVisits"), random),
    number_emergency: countOf(level("emergencyVisits"), random),
    number_inpatient: countOf(level("inpatientVisits"), random),
    diag_1: diagnosisOf(level("diagnosis1")),
    diag_2: diagnosisOf(level("diagnosis2")),
    diag_3: diagnosisOf(level("diagnosis3")),
    number_diagnoses: countOf(level("diagnosisCount"), random),
    max_glu_serum: level("glucose"),
    A1Cresult: level("hba1c"),
    insulin: level("insulin"),
    metformin: level("metformin"),
    pioglitazone: level("pioglitazone"),
    readmitted: "NO",
  };
}

/** Log-odds of one stay in the drifted world. */
function logitOf({ readmission }: HospitalFit, levels: StayLevels, drift: Drift): number {
  let logit = readmission.intercept;
  for (const [name, level] of Object.entries(levels)) {
    logit += drift[name]?.[level] ?? readmission.coefficients[name]?.[level] ?? 0;
  }
  return logit;
}

const world = indexFit(hospitalFitSchema.parse(generated));

/**
 * Draws stays from the demo hospital's fitted network and their outcomes from its logistic regression, with what
 * `drift` changed in it. The truth is not of the model's own form: it knows single diagnosis categories, bands and
 * race, which the model does not see. One stay a patient.
 */
export function simulateStays(rows: number, seed: string, drift: Drift): SimulatedStays {
  const random = seededRandom(seed);
  const encoded = new Float32Array(rows * FEATURES.length);
  const labels = new Uint8Array(rows);
  const truth = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const levels = sampleStay(world, random);
    encoded.set(encodeUciRow(parseUciRow(toUciRecord(levels, random))), row * FEATURES.length);
    truth[row] = 1 / (1 + Math.exp(-logitOf(world.fit, levels, drift)));
    labels[row] = random.chance(truth[row]!) ? 1 : 0;
  }
  return { encoded, labels, truth, patients: Uint32Array.from({ length: rows }, (_, row) => row) };
}
