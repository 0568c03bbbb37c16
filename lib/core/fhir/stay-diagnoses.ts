import { readCodings } from "@/lib/core/fhir/codings";
import { type ConditionRecord, type Conditions, readDiagnosisConcept } from "@/lib/core/fhir/condition-record";
import type { KnownVisit } from "@/lib/core/fhir/find-stays";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { node, nodes, number } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** One diagnosis of a stay, in rank order. */
export interface StayDiagnosis {
  readonly reference: string;
  readonly group: string | null;
  readonly hasCode: boolean;
}

export interface StayDiagnoses {
  readonly ranked: readonly StayDiagnosis[];
  /** Null where the stay's diagnoses were not sent as such, so their number is unknown. */
  readonly count: number | null;
}

const FEATURES = ["primaryDiagnosis", "secondDiagnosis", "thirdDiagnosis", "diagnoses"];

/** What a diagnosis was recorded for, most telling first. @see https://terminology.hl7.org/CodeSystem-diagnosis-role.html */
const USE_ORDER: Readonly<Record<string, number>> = {
  DD: 0,
  billing: 0,
  AD: 1,
  CM: 2,
  "pre-op": 2,
  "post-op": 2,
  CC: 3,
};
const NO_USE = 1;
/** Only known once the patient leaves. */
const AT_DISCHARGE = new Set(["DD", "billing"]);

/**
 * The diagnoses of a stay: Encounter.diagnosis by use and rank, else the conditions recorded in its encounters,
 * else conditions that came onto the record during it, else its reason. Problem-list items are not counted.
 */
export function readStayDiagnoses(
  visits: readonly KnownVisit[],
  about: {
    index: ResourceIndex;
    conditions: Conditions;
    /** Local day numbers of the stay, first and last; null where unknown. */
    days: readonly [number, number] | null;
    /** Discharge and billing diagnoses are not known yet. */
    endHidden: boolean;
    issues: IssueLog;
  },
): StayDiagnoses {
  const { conditions, days, issues } = about;
  const listed = listedDiagnoses(visits, about);
  if (listed !== null) return listed;
  const linked = visits
    .flatMap(({ reference }) => conditions.byEncounter.get(reference) ?? [])
    .filter(({ isHeld, isProblemListOnly }) => isHeld && !isProblemListOnly);
  if (linked.length > 0) {
    const distinct = distinctByCode(linked);
    if (distinct.length > 1) issues.add("diagnosis-rank-missing", { features: FEATURES.slice(0, 3) });
    return { ranked: distinct.map(toDiagnosis), count: distinct.length };
  }
  const during = conditions.unlinked.filter(
    ({ recorded, isHeld, isProblemListOnly }) =>
      isHeld &&
      !isProblemListOnly &&
      days !== null &&
      recorded !== null &&
      recorded.day >= days[0] &&
      recorded.lastDay <= days[1],
  );
  if (during.length > 0) {
    issues.add("diagnosis-by-date", { features: FEATURES });
    const distinct = distinctByCode(during);
    return { ranked: distinct.map(toDiagnosis), count: distinct.length };
  }
  const reasons = reasonDiagnoses(visits, about);
  issues.add(reasons.length > 0 ? "diagnosis-from-reason" : "diagnoses-missing", {
    features: FEATURES,
    reference: visits[0]?.reference ?? null,
  });
  return { ranked: reasons, count: null };
}

function toDiagnosis({ reference, group, codes }: ConditionRecord): StayDiagnosis {
  return { reference, group, hasCode: codes.length > 0 };
}

function distinctByCode(records: readonly ConditionRecord[]): readonly ConditionRecord[] {
  const seen = new Set<string>();
  return records.filter(({ codes, reference }) => {
    const first = codes[0];
    const key = first === undefined ? reference : `${first.system}|${first.code}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Encounter.diagnosis of all the stay's encounters, inpatient ones first; null where there is none. */
function listedDiagnoses(
  visits: readonly KnownVisit[],
  {
    index,
    conditions,
    endHidden,
    issues,
  }: { index: ResourceIndex; conditions: Conditions; endHidden: boolean; issues: IssueLog },
): StayDiagnoses | null {
  const entries: { record: ConditionRecord; use: number; rank: number; order: number }[] = [];
  const seen = new Set<string>();
  let unranked = 0;
  const ordered = [...visits].sort((a, b) => Number(b.kind === "inpatient") - Number(a.kind === "inpatient"));
  for (const visit of ordered) {
    for (const item of nodes(visit.resource.diagnosis)) {
      const use = readCodings(item.use)[0]?.code ?? "";
      if (endHidden && AT_DISCHARGE.has(use)) continue;
      const condition = index.resolve(item.condition, "Condition", visit.resource);
      const record = condition === undefined ? undefined : conditions.byReference.get(index.citation(condition));
      if (condition === undefined) issues.add("dangling-reference", { reference: visit.reference, features: FEATURES });
      if (record === undefined || !record.isHeld || seen.has(record.reference)) continue;
      seen.add(record.reference);
      const rank = number(item.rank);
      if (rank === null) unranked += 1;
      entries.push({
        record,
        use: USE_ORDER[use] ?? NO_USE,
        rank: rank ?? Number.POSITIVE_INFINITY,
        order: entries.length,
      });
    }
  }
  if (entries.length === 0) return null;
  if (unranked > 1) issues.add("diagnosis-rank-missing", { features: FEATURES.slice(0, 3) });
  entries.sort((a, b) => a.use - b.use || (a.rank === b.rank ? a.order - b.order : a.rank - b.rank));
  const diagnoses = entries.some(({ use }) => use < 3) ? entries.filter(({ use }) => use < 3) : entries;
  // ICD-9 lists are often cut to the category, so that one code in two ranks may be two illnesses.
  const records = diagnoses.map(({ record }) => record);
  const isCut = records.some(({ codes }) => codes[0]?.system === "icd9");
  const distinct = isCut ? records : distinctByCode(records);
  return { ranked: distinct.map(toDiagnosis), count: distinct.length };
}

/** Encounter.reasonReference and reasonCode, coded. */
function reasonDiagnoses(
  visits: readonly KnownVisit[],
  { index, conditions, issues }: { index: ResourceIndex; conditions: Conditions; issues: IssueLog },
): readonly StayDiagnosis[] {
  const found: StayDiagnosis[] = [];
  for (const visit of visits) {
    for (const reason of nodes(visit.resource.reasonReference)) {
      const condition = index.resolve(reason, "Condition", visit.resource);
      const record = condition && conditions.byReference.get(index.citation(condition));
      if (record?.isHeld) found.push(toDiagnosis(record));
    }
    for (const reason of nodes(visit.resource.reasonCode)) {
      const { codes, group } = readDiagnosisConcept(node(reason), issues, visit.reference);
      if (codes.length > 0) found.push({ reference: visit.reference, group, hasCode: true });
    }
  }
  return found;
}
