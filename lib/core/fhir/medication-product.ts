import { antidiabeticIngredients, antidiabeticIngredientsInText } from "@/lib/core/codes/read-antidiabetics";
import { type Coding, readCodings } from "@/lib/core/fhir/codings";
import { type FhirResource, node, nodes, text } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** What was ordered or given. */
export interface MedicationProduct {
  /** Same for the same generic drug, whatever its strength; "" where nothing could be read. */
  readonly key: string;
  /** Its fullest name, for reading a strength. */
  readonly name: string;
  /** Antidiabetic ingredients; empty where it holds none. */
  readonly antidiabetics: readonly string[];
  readonly isDangling: boolean;
}

/** The product of a MedicationRequest, -Administration, -Dispense or -Statement, coded or by reference. */
export function readProduct(resource: FhirResource, index: ResourceIndex): MedicationProduct {
  const concept = node(resource.medicationCodeableConcept ?? node(resource.medication).concept);
  const reference = resource.medicationReference ?? node(resource.medication).reference;
  const medication = reference === undefined ? undefined : index.resolve(reference, "Medication", resource);
  const concepts = [concept, node(medication?.code)];
  for (const ingredient of nodes(medication?.ingredient)) {
    const part = index.resolve(ingredient.itemReference, "Medication", medication);
    concepts.push(node(ingredient.itemCodeableConcept ?? node(ingredient.item).concept ?? part?.code));
  }
  const codings = concepts.flatMap((item) => readCodings(item));
  // Formularies keep a drug's name among its identifiers.
  const identified = nodes(medication?.identifier).map(({ value }) =>
    /[a-z]{4}/i.test(String(value)) ? text(value) : null,
  );
  const names = [...concepts.map((item) => text(item.text)), text(node(reference).display), ...identified].map(
    (item) => item ?? "",
  );
  const name = [...names, ...codings.map(({ display }) => display)].find((item) => item !== "") ?? "";
  return {
    key: productKey(name, codings[0]),
    name,
    antidiabetics: antidiabeticsOf(codings, names),
    isDangling: reference !== undefined && medication === undefined,
  };
}

function antidiabeticsOf(codings: readonly Coding[], names: readonly string[]): readonly string[] {
  for (const { system, code } of codings) {
    const kind = /rxnorm|6\.88$/i.test(system) ? "rxnorm" : /atc|whocc/i.test(system) ? "atc" : null;
    const ingredients = kind === null ? null : antidiabeticIngredients(kind, code);
    if (ingredients !== null) return ingredients;
  }
  const words = [...names, ...codings.flatMap(({ display, code }) => [display, /[a-z]{4}/i.test(code) ? code : ""])];
  return antidiabeticIngredientsInText(words.join(" "));
}

const STRENGTH =
  /^(?:\d+\s*(?:hr|hour|day)\s+)?(.+?)[\s,]+\d[\d.,]*\s*(?:mg|mcg|µg|ug|g|ml|unt|units?|iu|meq|mmol|%|actuat)/i;

/** The generic name where a strength follows it, else the code, else the words. */
function productKey(name: string, coding: Coding | undefined): string {
  const generic = STRENGTH.exec(name)?.[1];
  if (generic !== undefined) return generic.toLowerCase().trim();
  if (coding !== undefined && coding.code !== "") return `${coding.system}|${coding.code}`;
  return name.toLowerCase().trim();
}
