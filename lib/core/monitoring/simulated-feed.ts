import { glucoseLevel, hba1cLevel, type Lab, toStandardUnit } from "@/lib/core/codes/lab-codes";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import { encodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { NO_BIN, scoreBinOf } from "@/lib/core/monitoring/score-bins";
import { type SimulatedOutcome, simulateOutcome } from "@/lib/core/monitoring/simulated-outcomes";
import { type SourceCounts, valueStep, type WatchedDay } from "@/lib/core/monitoring/watched-day";
import type { SimulatedStays } from "@/lib/core/retraining/simulated-world";

/** Made-up stays to draw days from, each with what a model says of it. */
export interface Pool {
  readonly stays: SimulatedStays;
  /** n, 0–1. */
  readonly predicted: Float64Array;
}

/** What goes wrong at a simulated hospital on a day; nothing where left out. */
export interface Trouble {
  /** A test's results come in another unit, written or not, from its usual one: value × factor. */
  readonly unit?: { readonly lab: Lab; readonly factor: number; readonly written: string | null };
  /** A type of resource (and its results, where it is "Observation") does not come. */
  readonly dropped?: string;
  /** Every condition comes twice, so that twice as many are counted. */
  readonly doubled?: boolean;
  /** This share of stays has a code that was never used before. */
  readonly newCode?: { readonly code: string; readonly share: number };
  /** Beside the others a ward nobody has seen before. */
  readonly newWard?: string;
  /** Years by which the mean age of those who come has moved. */
  readonly older?: number;
  /** The same patients come back so many times as often (concept shift). */
  readonly outcomes?: number;
  /** Those who will come back are so many times as likely to be among those who come, each as before (label shift). */
  readonly returning?: number;
}

export interface SimulatedDay {
  readonly wards: Readonly<Record<string, WatchedDay>>;
  readonly source: SourceCounts;
  /** What will have become of each stay once its 30 days are over. */
  readonly outcomes: readonly SimulatedOutcome[];
}

const LABS: Readonly<Record<"hba1c" | "glucose", Readonly<Record<string, readonly [number, number]>>>> = {
  hba1c: { normal: [5.2, 6.9], "above-7": [7.1, 7.9], "above-8": [8.1, 12] },
  glucose: { normal: [80, 195], "above-200": [205, 295], "above-300": [305, 480] },
};
const USUAL_UNIT: Readonly<Record<Lab, string>> = {
  hba1c: "%",
  glucose: "mg/dL",
  haemoglobin: "g/dL",
  sodium: "mmol/L",
};
const AGE = featureIndex("age");

/** Something that is added to. */
type Tally = Record<string, number>;
const bump = (tally: Tally, key: string | number, by = 1): void => {
  tally[key] = (tally[key] ?? 0) + by;
};
const inner = (tallies: Record<string, Tally>, key: string): Tally => {
  tallies[key] ??= {};
  return tallies[key];
};

interface OpenSource {
  readonly arrivals: Tally;
  readonly repeats: Tally;
  readonly units: Record<string, Tally>;
  readonly values: Record<string, Tally>;
  readonly codes: Record<string, Tally>;
}

/** A result as the source writes it, and as it is understood here. */
function sendResult(source: OpenSource, lab: Lab, value: number, { unit, dropped }: Trouble): number | null {
  if (dropped === "Observation" || dropped === `lab:${lab}`) return null;
  const changed = unit?.lab === lab ? unit : null;
  const [number, written] = changed ? [value * changed.factor, changed.written] : [value, USUAL_UNIT[lab]];
  bump(source.arrivals, "Observation");
  bump(source.arrivals, `lab:${lab}`);
  bump(inner(source.units, lab), written ?? "none");
  bump(inner(source.values, lab), valueStep(number));
  return toStandardUnit(lab, number, written);
}

/** A feature of a lab, from its result; what is not understood is not recorded. */
function labFeature(
  source: OpenSource,
  lab: "hba1c" | "glucose",
  code: number,
  chance: SeededRandom,
  trouble: Trouble,
) {
  const spec = FEATURES[featureIndex(lab)]!;
  const level = spec.kind === "categorical" ? (spec.levels[code]?.code ?? "") : "";
  const range = LABS[lab][level];
  if (range === undefined) return code;
  const sent = sendResult(source, lab, range[0] + chance.next() * (range[1] - range[0]), trouble);
  // What was not sent reads as not measured; what was sent and is not understood as not recorded.
  if (trouble.dropped === "Observation" || trouble.dropped === `lab:${lab}`) return encodeValue(spec, "not-measured");
  return encodeValue(spec, sent === null ? null : lab === "hba1c" ? hba1cLevel(sent) : glucoseLevel(sent));
}

/** How likely each stay of the pool is drawn, so that the mean age is so many years more than the pool's. */
export function tiltAges({ encoded, labels }: SimulatedStays, years: number): Float64Array {
  const ages = Float64Array.from(labels, (_, row) => encoded[row * FEATURES.length + AGE]!);
  const mean = (weights: Float64Array): number => {
    let [sum, all] = [0, 0];
    for (const [row, weight] of weights.entries()) {
      sum += weight * ages[row]!;
      all += weight;
    }
    return sum / all;
  };
  const weigh = (tilt: number): Float64Array => ages.map((age) => Math.exp(tilt * (age - 60)));
  const usual = mean(weigh(0));
  let [low, high] = [0, 0.2];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (mean(weigh(middle)) - usual < years) low = middle;
    else high = middle;
  }
  return weigh(low);
}

/** How likely each stay of the pool is to come; null: all alike. */
export function weightsOf(stays: SimulatedStays, { older, returning }: Trouble): Float64Array | null {
  if (older) return tiltAges(stays, older);
  return returning === undefined ? null : Float64Array.from(stays.labels, (label) => (label === 1 ? returning : 1));
}

/** Draws rows of the pool by weight. */
export function drawer(rows: number, weights: Float64Array | null): (random: SeededRandom) => number {
  if (weights === null) return (random) => Math.floor(random.next() * rows);
  const cumulative = new Float64Array(rows);
  let sum = 0;
  for (const [row, weight] of weights.entries()) {
    sum += weight;
    cumulative[row] = sum;
  }
  return (random) => {
    const wanted = random.next() * sum;
    let [low, high] = [0, rows - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const emptyDay = (day: string) => ({
  day,
  stays: 0,
  abstained: 0,
  called: 0,
  features: {} as Record<string, Tally>,
  scores: {} as Record<string, typeof NO_BIN>,
});

/**
 * One day of a simulated hospital: stays drawn from the pool and sent by a made-up feed, with what goes wrong on it.
 * Everything it says is made up; it is here to measure how soon trouble is found and how often there is none.
 */
export function simulateDay(
  pool: Pool,
  {
    day,
    count,
    wards,
    random,
    trouble = {},
  }: {
    readonly day: string;
    readonly count: number;
    readonly wards: readonly string[];
    readonly random: SeededRandom;
    readonly trouble?: Trouble;
  },
): SimulatedDay {
  const { stays, predicted } = pool;
  const source: OpenSource = { arrivals: {}, repeats: {}, units: {}, values: {}, codes: {} };
  const days: Record<string, ReturnType<typeof emptyDay>> = {};
  const outcomes: SimulatedOutcome[] = [];
  const draw = drawer(stays.labels.length, weightsOf(stays, trouble));
  const places = trouble.newWard === undefined ? wards : [...wards, trouble.newWard];
  for (let stay = 0; stay < count; stay++) {
    const row = draw(random);
    const ward = random.pick(places);
    days[ward] ??= emptyDay(day);
    const here = days[ward];
    here.stays++;
    const values = stays.encoded.slice(row * FEATURES.length, (row + 1) * FEATURES.length);
    for (const lab of ["hba1c", "glucose"] as const)
      values[featureIndex(lab)] = labFeature(source, lab, values[featureIndex(lab)]!, random, trouble);
    sendResult(source, "sodium", random.normal(138, 4), trouble);
    sendResult(source, "haemoglobin", random.normal(12.2, 1.8), trouble);
    sendConditions(source, values, random, trouble);
    for (const [i, { name }] of FEATURES.entries()) bump(inner(here.features, name), values[i]!);
    const p = predicted[row]!;
    const bin = here.scores[scoreBinOf(p)] ?? NO_BIN;
    here.scores[scoreBinOf(p)] = { n: bin.n + 1, expected: bin.expected + p, squared: bin.squared + p * p, events: 0 };
    outcomes.push(simulateOutcome(pool, row, random, trouble));
  }
  return { wards: days, source, outcomes };
}

/** Diagnoses of a stay as coded conditions. */
function sendConditions(source: OpenSource, values: Float32Array, random: SeededRandom, trouble: Trouble): void {
  const diagnoses = featureIndex("diagnoses");
  if (trouble.dropped === "Condition") {
    for (const name of ["primaryDiagnosis", "secondDiagnosis", "thirdDiagnosis", "diagnoses"])
      values[featureIndex(name)] = -1;
    return;
  }
  const coded = Math.max(1, values[diagnoses]!);
  const times = trouble.doubled ? 2 : 1;
  bump(source.arrivals, "Condition", coded * times);
  if (trouble.doubled) {
    bump(source.repeats, "Condition", coded);
    values[diagnoses] = Math.min(16, coded * 2);
  }
  // A code of the first diagnosis group and, as everywhere, now and then something that is rarely seen.
  bump(inner(source.codes, "condition"), `ICD-10 group ${values[featureIndex("primaryDiagnosis")]}`, times);
  if (random.chance(0.05)) bump(inner(source.codes, "condition"), `ICD-10 rare ${random.integer(1, 40)}`);
  const { newCode } = trouble;
  if (newCode !== undefined && random.chance(newCode.share)) bump(inner(source.codes, "condition"), newCode.code);
}
