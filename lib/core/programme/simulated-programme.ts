import { toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import type { AroundCutoff } from "@/lib/core/programme/discontinuity";
import { logistic } from "@/lib/core/statistics/logistic";
import { chanceFrom } from "@/lib/core/training/chance";

/** For tests and the bench only: a made-up programme whose effect is known. */
export interface SimulatedProgramme {
  readonly rows: AroundCutoff;
  /** Change of the readmission rate at the cut-off that the programme makes; 0 where it does nothing. */
  readonly truth: number;
}

export interface ProgrammeSetting {
  /** Lists drawn up: a ward, a day. */
  readonly lists: number;
  readonly patientsPerList: number;
  readonly places: number;
  /** Share of the readmissions of those above the cut-off that do not happen. */
  readonly prevented: number;
  /** Slope of the true log-odds on what the model says: 1 where it is calibrated, less where it is too sure of itself. */
  readonly slope: number;
}

const MEAN = -1.8;
const SPREAD = 0.8;

/**
 * Every list ranks its own patients by what a model says of them; the cut-off lies between the last above and the first below.
 * Some patients come back: a fifth of all stays are of somebody who stayed before.
 */
export function simulateProgramme(setting: ProgrammeSetting, seed: number): SimulatedProgramme {
  const random = chanceFrom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const truly = (logit: number): number => logistic(MEAN + (logit - MEAN) * setting.slope);
  const distance: number[] = [];
  const value: number[] = [];
  const patients: string[] = [];
  let weighted = 0;
  let weights = 0;
  for (let list = 0; list < setting.lists; list++) {
    const ward = (list % 3) * 0.3;
    const logits = Array.from({ length: setting.patientsPerList }, () => MEAN + ward + SPREAD * normal());
    logits.sort((a, b) => b - a);
    const cutoff = (logits[setting.places - 1]! + logits[setting.places]!) / 2;
    for (const logit of logits) {
      const isAbove = logit >= cutoff;
      const chance = truly(logit) * (isAbove ? 1 - setting.prevented : 1);
      distance.push(logit - cutoff);
      value.push((random() < chance ? 1 : 0) - logistic(logit));
      const isKnown = patients.length > 0 && random() < 0.2;
      patients.push(isKnown ? patients[Math.floor(random() * patients.length)]! : `p${patients.length}`);
    }
    const density = Math.exp(-(((cutoff - MEAN - ward) / SPREAD) ** 2) / 2);
    weighted -= density * setting.prevented * truly(cutoff);
    weights += density;
  }
  return {
    rows: {
      distance: Float64Array.from(distance),
      value: Float64Array.from(value),
      clusters: toClusters(patients),
    },
    truth: weighted / weights,
  };
}
