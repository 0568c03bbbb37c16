import { readCodings } from "@/lib/core/fhir/codings";
import { type FhirResource, node, nodes, number, text } from "@/lib/core/fhir/resource";

/** An amount a day, comparable only within one unit. */
export interface DailyDose {
  readonly amount: number;
  readonly unit: string;
}

/** Times a day of the usual timing abbreviations. @see https://terminology.hl7.org/CodeSystem-v3-GTSAbbreviation.html */
const TIMES_A_DAY: Readonly<Record<string, number>> = {
  QD: 1,
  AM: 1,
  PM: 1,
  HS: 1,
  BED: 1,
  DAILY: 1,
  BID: 2,
  TID: 3,
  AC: 3,
  QID: 4,
  QOD: 0.5,
  Q4H: 6,
  Q6H: 4,
  Q8H: 3,
  Q12H: 2,
  WK: 1 / 7,
};
const PERIOD_DAYS: Readonly<Record<string, number>> = { s: 1 / 86_400, min: 1 / 1440, h: 1 / 24, d: 1, wk: 7, mo: 30 };
const AMOUNT = /(\d+(?:\.\d+)?)\s*(mg|mcg|g|units?|unt|iu)\b(?!\s*\/\s*\d*\s*(?:ml|l)\b)/i;

function timesADay(timing: unknown): number {
  const repeat = node(node(timing).repeat);
  const frequency = number(repeat.frequency) ?? number(repeat.frequencyMax);
  const days = PERIOD_DAYS[text(repeat.periodUnit) ?? "d"] ?? 1;
  const period = (number(repeat.period) ?? 1) * days;
  if (frequency !== null && period > 0) return frequency / period;
  for (const { code } of readCodings(node(timing).code)) {
    const times = TIMES_A_DAY[code.toUpperCase()];
    if (times !== undefined) return times;
  }
  return 1;
}

function amountIn(words: string): DailyDose | null {
  const match = AMOUNT.exec(words);
  if (match === null) return null;
  return { amount: Number(match[1]), unit: unitName(match[2] ?? "") };
}

function unitName(unit: string): string {
  const plain = unit.toLowerCase().replace(/[[\]{}]/g, "");
  return /^(u|unit|units|unt|iu)$/.test(plain) ? "units" : plain;
}

/** The dose of one dosage instruction a day; null where it cannot be read. `name` may hold the strength of a tablet. */
function instructionDose(instruction: unknown, name: string): DailyDose | null {
  const dosage = node(instruction);
  const rate = node(dosage.doseAndRate);
  const range = node(rate.doseRange ?? dosage.doseRange);
  const quantity = node(rate.doseQuantity ?? dosage.doseQuantity ?? dosage.dose ?? range.high ?? range.low);
  const value = number(quantity.value);
  const times = timesADay(dosage.timing);
  if (value === null) {
    const written = amountIn(text(dosage.text) ?? text(dosage.patientInstruction) ?? "");
    return written === null ? null : { amount: written.amount * times, unit: written.unit };
  }
  const unit = unitName(text(quantity.code) ?? text(quantity.unit) ?? "");
  const strength = /^(mg|mcg|g|units)$/.test(unit) ? null : amountIn(name);
  if (strength !== null) return { amount: value * strength.amount * times, unit: strength.unit };
  return { amount: value * times, unit };
}

/**
 * How much a day an order asks for, or an administration gave; null where it cannot be read. As-needed doses are
 * not a daily dose. A name that holds a strength stands for one unit of it a day where nothing else is said.
 */
export function readDailyDose(resource: FhirResource, name: string): DailyDose | null {
  const instructions = nodes(resource.dosageInstruction ?? resource.dosage);
  let total: DailyDose | null = null;
  for (const instruction of instructions) {
    if (instruction.asNeededBoolean === true) return null;
    const dose = instructionDose(instruction, name);
    if (dose === null) continue;
    if (total === null) total = dose;
    else if (total.unit === dose.unit) total = { amount: total.amount + dose.amount, unit: dose.unit };
  }
  return total ?? (resource.resourceType === "MedicationAdministration" ? null : amountIn(name));
}
