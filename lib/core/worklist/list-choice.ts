import { TIERS, type Tier } from "@/lib/core/model/scored-stay";
import { LEAVING_GROUPS, type LeavingGroup } from "@/lib/core/worklist/leaving-group";
import { byModel } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** How the list can stand. "work" is the order of work: leaving today, tomorrow, later, and by risk within. */
export const LIST_SORTS = ["work", "risk", "lace", "bed", "name"] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** What the list can be narrowed to beyond tier and leaving. */
export const LIST_MARKS = ["not-acted", "changed", "flagged", "no-score", "data"] as const;
export type ListMark = (typeof LIST_MARKS)[number];

/** One view of the list. Whoever is searched for is no part of it: it stands in addresses, and those travel. */
export interface ListChoice {
  readonly sort: ListSort;
  /** Any of these; none chosen means all. */
  readonly tiers: readonly Tier[];
  readonly leaving: readonly LeavingGroup[];
  /** All of these. */
  readonly marks: readonly ListMark[];
}

export const WHOLE_LIST: ListChoice = { sort: "work", tiers: [], leaving: [], marks: [] };

/** Known values of a comma-separated list, in their own order, each once. */
function known<T extends string>(values: readonly T[], written: string | null): T[] {
  const wanted = new Set((written ?? "").split(","));
  return values.filter((value) => wanted.has(value));
}

/** Reads a view from an address's search part ("?sort=bed&tier=high"); what it does not know is left out. */
export function parseListChoice(search: string): ListChoice {
  const parameters = new URLSearchParams(search);
  return {
    sort: LIST_SORTS.find((sort) => sort === parameters.get("sort")) ?? WHOLE_LIST.sort,
    tiers: known(TIERS, parameters.get("tier")),
    leaving: known(LEAVING_GROUPS, parameters.get("leaving")),
    marks: known(LIST_MARKS, parameters.get("only")),
  };
}

/** The address of a view of one ward, or of all the reader's wards (null); the whole list is plain "/". */
export function listAddress(wardId: string | null, { sort, tiers, leaving, marks }: ListChoice): string {
  const parts = [
    ["ward", wardId ?? ""],
    ["sort", sort === WHOLE_LIST.sort ? "" : sort],
    ["tier", tiers.join(",")],
    ["leaving", leaving.join(",")],
    ["only", marks.join(",")],
  ] as const;
  const search = parts
    .filter(([, value]) => value !== "")
    // Commas stay legible; everything else is escaped.
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`)
    .join("&");
  return search === "" ? "/" : `/?${search}`;
}

/** How many ways the list is narrowed. */
export const countFilters = ({ tiers, leaving, marks }: ListChoice): number =>
  tiers.length + leaving.length + marks.length;

/**
 * Whether somebody has dealt with this patient: something was noted, or the score on screen was set aside.
 * "Acknowledged" and "agree, later" leave it to be done.
 */
export function isActedOn({ lastAction, lastResponse }: WorklistRow): boolean {
  return lastAction !== null || (lastResponse?.kind === "dismissed" && !lastResponse.aboutEarlierPrediction);
}

const BEARS: Readonly<Record<ListMark, (row: WorklistRow) => boolean>> = {
  "not-acted": (row) => !isActedOn(row),
  changed: ({ change }) => change !== null,
  flagged: ({ openFlagCount }) => openFlagCount > 0,
  "no-score": ({ probability }) => probability === null,
  data: ({ issueCount }) => issueCount > 0,
};

export const bearsMark = (row: WorklistRow, mark: ListMark): boolean => BEARS[mark](row);

const collator = new Intl.Collator("en", { numeric: true });

const nameOf = ({ patient }: WorklistRow): string => `${patient.familyName ?? "\uffff"} ${patient.givenNames ?? ""}`;

const byPlace = (a: WorklistRow, b: WorklistRow): number =>
  collator.compare(a.wardName, b.wardName) ||
  collator.compare(a.bed ?? "\uffff", b.bed ?? "\uffff") ||
  collator.compare(a.stayId, b.stayId);

/** "work" keeps the order the list came in. A patient without a number stands below those with one, never among them. */
const ORDERS: Readonly<Record<Exclude<ListSort, "work">, (a: WorklistRow, b: WorklistRow) => number>> = {
  risk: (a, b) =>
    Number(a.probability === null) - Number(b.probability === null) ||
    byModel(a, b) ||
    (b.probability ?? -1) - (a.probability ?? -1) ||
    byPlace(a, b),
  lace: (a, b) =>
    (b.lace?.low ?? -1) - (a.lace?.low ?? -1) || (b.lace?.high ?? -1) - (a.lace?.high ?? -1) || byPlace(a, b),
  bed: byPlace,
  name: (a, b) => collator.compare(nameOf(a), nameOf(b)) || byPlace(a, b),
};

/** The rows of a view, in its order. */
export function chooseRows(rows: readonly WorklistRow[], choice: ListChoice): readonly WorklistRow[] {
  const { sort, tiers, leaving, marks } = choice;
  const kept =
    countFilters(choice) === 0
      ? rows
      : rows.filter(
          (row) =>
            (tiers.length === 0 || (row.tier !== null && tiers.includes(row.tier))) &&
            (leaving.length === 0 || leaving.includes(row.leaving)) &&
            marks.every((mark) => bearsMark(row, mark)),
        );
  return sort === "work" ? kept : [...kept].sort(ORDERS[sort]);
}
