import { chanceFrom } from "@/lib/core/training/chance";
import type { ValidationInput, ValidationRow } from "@/lib/core/validation/validation-input";

/** For tests only: a model that knows each stay's true risk exactly, and LACE that knows it dimly. */
export function calibratedRows(n: number, seed = 1): ValidationRow[] {
  const random = chanceFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: n }, (_, index) => {
    const z = -2.1 + 0.8 * normal();
    const probability = 1 / (1 + Math.exp(-z));
    const points = Math.min(19, Math.max(0, Math.round(9 + 2 * (z + 2.1) + 4 * normal())));
    const isOdd = index % 2 === 1;
    return {
      patientId: `p${Math.floor(index / 2)}`,
      stayId: `s${index}`,
      probability,
      outcome: random() < probability ? 1 : 0,
      died: false,
      lace: { low: points, high: points },
      hospital: { low: Math.floor(points / 2), high: Math.floor(points / 2) },
      view: "discharge",
      dischargedAt: `2026-0${1 + (index % 3)}-10T12:00:00.000Z`,
      readmittedAt: null,
      scoredAt: `2026-0${1 + (index % 3)}-10T11:00:00.000Z`,
      subgroups: { Sex: isOdd ? "female" : "male" },
    };
  });
}

/** For tests only: rows as the input of a validation of a model of our making. */
export function inputOf(rows: readonly ValidationRow[], wanted: Partial<ValidationInput> = {}): ValidationInput {
  return {
    model: {
      task: "readmission",
      version: "1.0.0",
      target: "any readmission within 30 days of discharge",
      learntFrom: "US hospitals 1999–2008",
      trainedOn: "77,276 hospital stays",
      intendedPopulation: "Adults with diabetes on record",
      operatingPoints: { "very-high": 0.2465, high: 0.1514, moderate: 0.094 },
    },
    at: "2026-04-20T09:00:00.000Z",
    rows,
    attrition: [
      { step: "Stays in the database", stays: rows.length + 3, leftOut: [] },
      { step: "Analysed", stays: rows.length, leftOut: [{ reason: "Not scored", stays: 3 }] },
    ],
    simulated: false,
    ...wanted,
  };
}
