import type { CheckedHere } from "@/lib/core/validation/provenance";
import type { CutoffView } from "@/lib/core/worklist/cutoff";
import { LEAVING_GROUPS, type LeavingGroup } from "@/lib/core/worklist/leaving-group";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

export interface WardView {
  readonly id: string;
  readonly name: string;
  readonly physicalBeds: number | null;
  /** Current inpatients. */
  readonly patientCount: number;
}

/** The list as one reader sees it. Times are ISO-8601. */
export interface Worklist {
  /** Wards this reader may see, by name. */
  readonly wards: readonly WardView[];
  /** The ward asked for; null means all of the reader's wards. */
  readonly wardId: string | null;
  /** Current inpatients, in working order (see `orderWorklist`). */
  readonly rows: readonly WorklistRow[];
  /** When this list was made; the same list is handed out for up to a minute while nothing changes. */
  readonly asOf: string;
  /** Rows without a mark of their own hold what the source had then; null where no data ever arrived. */
  readonly dataAsOf: string | null;
  /** Patients in hospital whose record could never be read: they are on nobody's list. */
  readonly unreadPatients: number;
  readonly timeZone: string;
  /** The newest local validation of the serving model; null where there was none. */
  readonly checkedHere: CheckedHere | null;
  /** Where the model learnt and whether it was checked here, in one sentence: stands beside every score. */
  readonly provenance: string;
  /** Why this reader sees no scores while the model is silent, in one sentence; null where they are shown. */
  readonly silentBecause: string | null;
  /** Today's, for the wards shown; null where none was set. */
  readonly cutoff: CutoffView | null;
  /** Opaque: the same as long as nothing of this list has changed. */
  readonly version: string;
}

/** A stretch of the list under one heading. */
export interface WorklistGroup {
  readonly leaving: LeavingGroup;
  /** Highest probability first. */
  readonly scored: readonly WorklistRow[];
  /** Without a probability: a group of their own beside the scored, because no score is not a low score. */
  readonly unscored: readonly WorklistRow[];
}

const text = new Intl.Collator("en", { numeric: true });

function byPlace(a: WorklistRow, b: WorklistRow): number {
  return (
    text.compare(a.wardName, b.wardName) || text.compare(a.bed ?? "", b.bed ?? "") || text.compare(a.stayId, b.stayId)
  );
}

/** More LACE points that are certain first, then more that are possible; unknown last. */
function byLace(a: WorklistRow, b: WorklistRow): number {
  return (b.lace?.low ?? -1) - (a.lace?.low ?? -1) || (b.lace?.high ?? -1) - (a.lace?.high ?? -1) || byPlace(a, b);
}

/** Rows of one model version stand together: numbers of two models are never ranked against each other. */
export function byModel(a: WorklistRow, b: WorklistRow): number {
  return text.compare(a.modelVersion ?? "", b.modelVersion ?? "");
}

/**
 * What is said above a list that holds scores of several model versions, in one sentence; null where one version, or
 * none, speaks.
 */
export function rankedApart(rows: readonly WorklistRow[]): string | null {
  const scored = rows.filter(({ probability }) => probability !== null);
  const versions = [...new Set(scored.map(({ modelVersion }) => modelVersion ?? "unknown"))].sort(text.compare);
  if (versions.length < 2) return null;
  const wardsOf = (version: string): string => {
    const names = scored.filter((row) => (row.modelVersion ?? "unknown") === version).map(({ wardName }) => wardName);
    return `${version} (${[...new Set(names)].sort(text.compare).join(", ")})`;
  };
  return `More than one version of the model gives scores here: ${versions.map(wardsOf).join("; ")}. Patients are ranked among those of the same version only, and no line is drawn for calls: scores of two versions cannot be put in one order.`;
}

/**
 * Before which stays another version's patients begin, in rows that are ranked apart: stay id → version. Empty where one
 * version speaks, or rows are in an order that is not by risk.
 */
export function versionStarts(rows: readonly WorklistRow[]): ReadonlyMap<string, string> {
  const scored = rows.filter(({ probability }) => probability !== null);
  const starts = scored.filter((row, at) => at === 0 || row.modelVersion !== scored[at - 1]?.modelVersion);
  const versions = new Set(scored.map(({ modelVersion }) => modelVersion));
  if (versions.size < 2 || starts.length > versions.size) return new Map();
  return new Map(starts.map(({ stayId, modelVersion }) => [stayId, modelVersion ?? "unknown"]));
}

/** Groups rows by when they leave (today, tomorrow, later, unknown; empty groups left out), then by risk. */
export function groupWorklist(rows: readonly WorklistRow[]): WorklistGroup[] {
  return LEAVING_GROUPS.map((leaving) => {
    const here = rows.filter((row) => row.leaving === leaving);
    return {
      leaving,
      scored: here
        .filter((row) => row.probability !== null)
        .sort((a, b) => byModel(a, b) || (b.probability ?? 0) - (a.probability ?? 0) || byPlace(a, b)),
      unscored: here.filter((row) => row.probability === null).sort(byLace),
    };
  }).filter((group) => group.scored.length + group.unscored.length > 0);
}

/** Groups rows by when they leave as well, in the order they stand in: a list of the past keeps the order it had. */
export function groupAsOrdered(rows: readonly WorklistRow[]): WorklistGroup[] {
  return LEAVING_GROUPS.map((leaving) => {
    const here = rows.filter((row) => row.leaving === leaving);
    return {
      leaving,
      scored: here.filter(({ probability }) => probability !== null),
      unscored: here.filter(({ probability }) => probability === null),
    };
  }).filter((group) => group.scored.length + group.unscored.length > 0);
}

/** The scored rows in working order: leaving today, tomorrow, later, unknown; highest risk first within each. */
export function orderWorklist(rows: readonly WorklistRow[]): WorklistRow[] {
  return groupWorklist(rows).flatMap((group) => [...group.scored]);
}

/**
 * The rows without a probability, a list of their own: sooner leaving first, then highest LACE, which stands alone there,
 * then by ward and bed. While the model is silent this is the whole list.
 */
export function withoutScore(rows: readonly WorklistRow[]): WorklistRow[] {
  return groupWorklist(rows).flatMap((group) => [...group.unscored]);
}
