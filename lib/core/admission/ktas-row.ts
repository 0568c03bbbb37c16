import { complaintGroup } from "@/lib/core/admission/complaint-groups";
import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import { checkEdScope } from "@/lib/core/admission/ed-scope";
import { Fault } from "@/lib/core/fault";
import { encodeValue } from "@/lib/core/features/encode";
import type { FeatureValue } from "@/lib/core/features/feature-spec";

/** One visit of the KTAS data set as the trainer sees it. */
export interface EdVisit {
  /** Number of the data row, from 1. */
  readonly id: string;
  readonly encoded: Float32Array;
  readonly label: 0 | 1;
  readonly subgroups: Readonly<Record<"sex" | "ageBand", string>>;
  /** Why it lies outside the intended population; empty where it lies inside. */
  readonly outside: readonly string[];
}

type Row = Readonly<Record<string, string>>;

function text(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Fault("bad-input", `The column "${column}" is missing.`);
  return value.trim();
}

/** A number with a decimal point or comma; null where there is none (empty, ?? or a spreadsheet's error). */
function number(row: Row, column: string): number | null {
  const value = text(row, column).replace(",", ".");
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

const SEXES: Readonly<Record<string, string>> = { "1": "female", "2": "male" };
const ARRIVALS: Readonly<Record<string, string>> = {
  "1": "walking",
  "2": "public-ambulance",
  "3": "vehicle",
  "4": "private-ambulance",
  "5": "other",
  "6": "other",
  "7": "other",
};
const YES_NO: Readonly<Record<string, string>> = { "1": "no", "2": "yes" };
const PAINS: Readonly<Record<string, string>> = { "0": "no", "1": "yes" };
const CONSCIOUSNESS: Readonly<Record<string, string>> = {
  "1": "alert",
  "2": "verbal",
  "3": "pain",
  "4": "unresponsive",
};

/** Ward, intensive care, theatre; home, another hospital and death are not an admission here. */
const ADMITTED = new Set(["2", "3", "7"]);
const DISPOSITIONS = new Set(["1", "2", "3", "4", "5", "6", "7"]);

/** A value a living patient can have, else null: 0 or 999 stands for "not measured". */
const within = (value: number | null, low: number, high: number): number | null =>
  value !== null && value >= low && value <= high ? value : null;

function values(row: Row): Readonly<Record<string, FeatureValue>> {
  return {
    age: within(number(row, "Age"), 0, 120),
    sex: SEXES[text(row, "Sex")] ?? null,
    arrivalMode: ARRIVALS[text(row, "Arrival mode")] ?? null,
    injury: YES_NO[text(row, "Injury")] ?? null,
    complaint: complaintGroup(text(row, "Chief_complain")),
    triage: within(number(row, "KTAS_RN"), 1, 5),
    consciousness: CONSCIOUSNESS[text(row, "Mental")] ?? null,
    inPain: PAINS[text(row, "Pain")] ?? null,
    painScore: within(number(row, "NRS_pain"), 0, 10),
    systolic: within(number(row, "SBP"), 30, 300),
    diastolic: within(number(row, "DBP"), 10, 200),
    heartRate: within(number(row, "HR"), 20, 300),
    respiratoryRate: within(number(row, "RR"), 4, 80),
    temperature: within(number(row, "BT"), 25, 45),
    oxygenSaturation: within(number(row, "Saturation"), 40, 100),
  };
}

/** Triage saw everybody in the file alive, lately arrived and without a bed; how the visit ended is the outcome. */
const reasonsOutside = ({ age, triage }: Readonly<Record<string, FeatureValue>>): readonly string[] =>
  checkEdScope({
    ageYears: typeof age === "number" ? age : null,
    isTriaged: typeof triage === "number",
    ...{ isDead: false, isAdmitted: false, hoursSinceArrival: 0 },
  }).reasons;

function ageBand(age: FeatureValue | undefined): string {
  if (typeof age !== "number") return "unknown";
  return age < 50 ? "under 50" : age < 70 ? "50–69" : "70 and over";
}

/**
 * One row of the KTAS data set: what triage knew, and whether the patient was admitted. Columns that are only known
 * afterwards (KTAS_expert, Error_group, mistriage, Diagnosis in ED, Length of stay_min, KTAS duration_min) are not
 * read. Throws Fault bad-input naming the column where one is missing or the disposition is unknown.
 * @see https://doi.org/10.1371/journal.pone.0216972
 */
export function parseKtasRow(row: Row, id: string): EdVisit {
  const disposition = text(row, "Disposition");
  if (!DISPOSITIONS.has(disposition))
    throw new Fault("bad-input", `Disposition should be a number from 1 to 7 and is "${disposition}".`);
  const byName = values(row);
  return {
    id,
    encoded: Float32Array.from(ED_FEATURES, (spec) => encodeValue(spec, byName[spec.name] ?? null)),
    label: ADMITTED.has(disposition) ? 1 : 0,
    subgroups: { sex: String(byName.sex ?? "unknown"), ageBand: ageBand(byName.age) },
    outside: reasonsOutside(byName),
  };
}
