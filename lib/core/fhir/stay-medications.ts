import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import { readAntidiabetic } from "@/lib/core/codes/read-antidiabetics";
import { readCodings } from "@/lib/core/fhir/codings";
import { type DailyDose, readDailyDose } from "@/lib/core/fhir/daily-dose";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { type MedicationProduct, readProduct } from "@/lib/core/fhir/medication-product";
import type { Moment } from "@/lib/core/fhir/moment";
import { type FhirResource, nodes } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** Resource types that say a patient has a drug. */
export const MEDICATION_TYPES = [
  "MedicationRequest",
  "MedicationAdministration",
  "MedicationDispense",
  "MedicationStatement",
] as const;

export interface MedicationEvent {
  readonly resource: FhirResource;
  readonly reference: string;
  readonly at: Moment | null;
}

export interface StayMedications {
  /** Distinct drugs; null where no medication of the stay was sent. */
  readonly count: number | null;
  readonly evidence: readonly string[];
  /** Level of each drug feature: no, steady, up, down; null where medications are not recorded. */
  readonly drugs: ReadonlyMap<string, { readonly level: string | null; readonly evidence: readonly string[] }>;
  /** How many diabetes drugs; null where unknown, or where one is of a class the model never met. */
  readonly diabetesDrugs: number | null;
  readonly diabetesEvidence: readonly string[];
}

const NOT_GIVEN = new Set(["cancelled", "draft", "not-done", "declined", "not-taken", "entered-in-error", "intended"]);
const DRUG_FEATURES = ANTIDIABETIC_DRUGS.map(({ feature }) => feature);
const ALL_FEATURES = [...DRUG_FEATURES, "diabetesDrugs", "medications"];

/** Whether a medication resource says that the drug was really ordered, given or taken. */
export function wasGiven(resource: FhirResource): boolean {
  if (NOT_GIVEN.has(resource.status as string)) return false;
  if (resource.doNotPerform === true) return false;
  return resource.intent !== "proposal" && resource.intent !== "plan";
}

/** A prescription to take home is no drug of the ward, but it can change a dose. */
function isForHome(resource: FhirResource): boolean {
  return nodes(resource.category).some((category) =>
    readCodings(category).some(({ code }) => code === "discharge" || code === "community" || code === "outpatient"),
  );
}

interface Taken {
  readonly event: MedicationEvent;
  readonly product: MedicationProduct;
  readonly features: readonly string[];
}

/** Reads the drugs of one stay from its medication events. */
export function readStayMedications(
  events: readonly MedicationEvent[],
  index: ResourceIndex,
  issues: IssueLog,
): StayMedications {
  const given = events.filter(({ resource }) => wasGiven(resource));
  if (given.length === 0) {
    issues.add("medications-missing", { features: ALL_FEATURES });
    const missing = { level: null, evidence: [] };
    return {
      count: null,
      evidence: [],
      drugs: new Map(DRUG_FEATURES.map((feature) => [feature, missing])),
      diabetesDrugs: null,
      diabetesEvidence: [],
    };
  }
  const distinct = new Map<string, string>();
  const taken: Taken[] = [];
  const newer = new Set<string>();
  for (const event of given) {
    const product = readProduct(event.resource, index);
    if (product.isDangling) issues.add("dangling-reference", { reference: event.reference, features: ALL_FEATURES });
    if (product.key === "") issues.add("medication-unknown", { reference: event.reference, features: ALL_FEATURES });
    else if (!isForHome(event.resource) && !distinct.has(product.key)) distinct.set(product.key, event.reference);
    if (product.antidiabetics.length === 0) continue;
    const { features, newerClasses } = readAntidiabetic(product.antidiabetics);
    for (const name of newerClasses) newer.add(name);
    if (newerClasses.length > 0) noteNewer(newerClasses, event.reference, issues);
    taken.push({ event, product, features });
  }
  const drugs = new Map(
    DRUG_FEATURES.map((feature) => {
      const own = taken.filter(({ features }) => features.includes(feature));
      const evidence = own.map(({ event }) => event.reference);
      return [feature, { level: own.length === 0 ? "no" : changeOf(own, feature, issues), evidence }] as const;
    }),
  );
  const known = [...drugs.values()].filter(({ level }) => level !== "no").length;
  return {
    count: distinct.size === 0 ? null : distinct.size,
    evidence: [...distinct.values()],
    drugs,
    diabetesDrugs: newer.size > 0 ? null : known,
    diabetesEvidence: taken.map(({ event }) => event.reference),
  };
}

function noteNewer(classes: readonly string[], reference: string, issues: IssueLog): void {
  issues.add("drug-not-known-to-model", {
    detail: `The patient takes a diabetes drug not known to this model (${classes.join(", ")}); its effect is not in the score.`,
    features: ["diabetesDrugs"],
    reference,
  });
}

/** Steady, up or down: the first and the last known daily dose of each product in the stay are compared. */
function changeOf(own: readonly Taken[], feature: string, issues: IssueLog): string {
  const orders = own.filter(({ event }) => event.resource.resourceType === "MedicationRequest");
  const told = orders.length > 0 ? orders : own;
  const byProduct = new Map<string, Taken[]>();
  for (const item of told) {
    const same = byProduct.get(item.product.key);
    if (same === undefined) byProduct.set(item.product.key, [item]);
    else same.push(item);
  }
  let change = "steady";
  for (const items of byProduct.values()) {
    if (items.length < 2) continue;
    const doses = [...items]
      .sort((a, b) => (a.event.at?.earliest ?? 0) - (b.event.at?.earliest ?? 0))
      .map(({ event, product }) => readDailyDose(event.resource, product.name))
      .filter((dose): dose is DailyDose => dose !== null);
    const first = doses[0];
    const last = doses.findLast(({ unit }) => unit === first?.unit);
    if (first === undefined || last === undefined || last === first) {
      if (doses.length < 2) issues.add("drug-dose-unknown", { features: [feature] });
      continue;
    }
    if (last.amount > first.amount) return "up";
    if (last.amount < first.amount) change = "down";
  }
  return change;
}
