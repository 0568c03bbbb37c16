import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import { type CountSpread, countSpread, sumOfChances } from "@/lib/core/capacity/counts";
import { type EdReasons, edReasons } from "@/lib/core/capacity/ed-reasons";
import { decodeValue, describeValue } from "@/lib/core/features/encode";

/** A visit as it is stored. */
export interface StoredVisit {
  readonly id: string;
  readonly place: string | null;
  readonly arrivedAt: Date | null;
  readonly features: readonly number[];
  readonly outside: readonly string[];
  readonly probability: number | null;
  /** Log-odds; null where nothing was said. */
  readonly baseline: number | null;
  readonly contributions: readonly number[] | null;
  readonly synthetic: boolean;
}

/** One line of the board. It says nothing of who the patient is. */
export interface EdBoardRow {
  /** FHIR Encounter.id. */
  readonly visitId: string;
  readonly place: string | null;
  readonly arrivedAt: string | null;
  /** 1 most urgent to 5; null where triage gave none yet. */
  readonly triage: number | null;
  /** In words: what brought the patient, how they came, how old they are. */
  readonly complaint: string;
  readonly arrival: string;
  readonly age: string;
  /** Chance of admission, 0–1; null where nothing is said. */
  readonly chance: number | null;
  /** Why it is that; null where nothing is said. */
  readonly reasons: EdReasons | null;
  /** Why nothing is said of this visit, in sentences. */
  readonly outside: readonly string[];
  readonly synthetic: boolean;
}

/** What is known of the model whose chances these are. */
export interface AdmissionFacts {
  readonly version: string;
  /** A sentence. */
  readonly learntFrom: string;
  readonly visits: number;
  /** In repeated cross-validation; null where none was run. */
  readonly auroc: { readonly value: number; readonly ci95: readonly [number, number] | null } | null;
  readonly triageAuroc: number | null;
}

/** The emergency department now, and how many beds it will ask for. */
export interface EdBoard {
  readonly asOf: string;
  readonly timeZone: string;
  /** When it was last read from the source; null: never. */
  readonly readAt: string | null;
  readonly isFresh: boolean;
  readonly rows: readonly EdBoardRow[];
  /** Beds that those with a chance will ask for: expected, median, 80 and 95 % intervals; null while nothing is said. */
  readonly beds: BedsWanted | null;
  readonly silentBecause: string | null;
  /** null: no model lies here. */
  readonly model: AdmissionFacts | null;
  readonly simulated: boolean;
}

export interface BedsWanted extends CountSpread {
  /** Visits it is summed over. */
  readonly visits: number;
}

function toRow(visit: StoredVisit): EdBoardRow {
  const { id, place, arrivedAt, features, outside, probability, baseline, contributions, synthetic } = visit;
  const codeOf = (feature: string) => features[edFeatureIndex(feature)] ?? -1;
  const words = (feature: string) => describeValue(ED_FEATURES[edFeatureIndex(feature)]!, codeOf(feature));
  const triage = decodeValue(ED_FEATURES[edFeatureIndex("triage")]!, codeOf("triage"));
  const isExplained = probability !== null && baseline !== null && contributions !== null;
  return {
    reasons: isExplained ? edReasons({ features, contributions, baseline, probability }) : null,
    ...{ visitId: id, place, arrivedAt: arrivedAt?.toISOString() ?? null, outside, synthetic, chance: probability },
    triage: typeof triage === "number" ? triage : null,
    ...{ complaint: words("complaint"), arrival: words("arrivalMode"), age: words("age") },
  };
}

/**
 * The board's lines, most urgent first and then longest there, and the beds that they ask for together: the exact
 * distribution of a sum of independent chances. Order does not follow the chance, which is made to be added up.
 *
 * @param silentBecause where it is not null no chance is given, whatever is stored
 */
export function edBoardRows(
  visits: readonly StoredVisit[],
  silentBecause: string | null,
): Pick<EdBoard, "rows" | "beds"> {
  const rows = visits
    .map(toRow)
    .map((row) => (silentBecause === null ? row : { ...row, chance: null, reasons: null }))
    .sort((a, b) => (a.triage ?? 6) - (b.triage ?? 6) || (a.arrivedAt ?? "").localeCompare(b.arrivedAt ?? ""));
  const chances = rows.flatMap(({ chance }) => (chance === null ? [] : [chance]));
  return {
    rows,
    beds: chances.length === 0 ? null : { ...countSpread(sumOfChances(chances)), visits: chances.length },
  };
}
