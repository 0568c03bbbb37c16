import type { CodeableConcept, Dosage, MedicationRequest } from "fhir/r4";
import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import type { UciRow } from "@/lib/core/uci/uci-row";
import { HOUR, iso } from "@/lib/core/uci/uci-timeline";

/** RxNorm ingredients; for fixed combinations the pill of both. @see https://www.nlm.nih.gov/research/umls/rxnorm/ */
const RXNORM: Readonly<Record<string, string>> = {
  metformin: "6809",
  repaglinide: "73044",
  nateglinide: "274332",
  chlorpropamide: "2404",
  glimepiride: "25789",
  acetohexamide: "173",
  glipizide: "4821",
  glyburide: "4815",
  tolbutamide: "10635",
  pioglitazone: "33738",
  rosiglitazone: "84108",
  acarbose: "16681",
  miglitol: "30009",
  troglitazone: "72610",
  tolazamide: "10633",
  insulin: "5856",
  glyburideMetformin: "1156197",
  glipizideMetformin: "1165206",
  glimepiridePioglitazone: "1157241",
  metforminRosiglitazone: "1161604",
  metforminPioglitazone: "1161598",
};

/** UCI says only that a dose rose or fell; amounts are one and two doses, never milligrams. */
const doses = (count: number): Dosage[] => [
  {
    doseAndRate: [
      { doseQuantity: { value: count, unit: "dose", system: "http://unitsofmeasure.org", code: "{dose}" } },
    ],
  },
];

/**
 * The medication orders of a row's stay: each antidiabetic drug as one continuing order, or as a completed order
 * followed by one with another dose; then text-only orders up to the row's count of medications.
 */
export function uciMedicationRequests(row: UciRow, admitted: number): MedicationRequest[] {
  const order = (id: string, concept: CodeableConcept, hours: number, more: Partial<MedicationRequest> = {}) =>
    ({
      resourceType: "MedicationRequest",
      id: `uci-${row.encounterId}-rx-${id}`,
      status: "active",
      intent: "order",
      medicationCodeableConcept: concept,
      subject: { reference: `Patient/uci-p-${row.encounterId}` },
      encounter: { reference: `Encounter/uci-${row.encounterId}` },
      authoredOn: iso(admitted + hours * HOUR),
      ...more,
    }) satisfies MedicationRequest;
  const taken = ANTIDIABETIC_DRUGS.filter(({ feature }) => (row.drugs[feature] ?? "no") !== "no");
  const orders = taken.flatMap(({ feature, label }) => {
    const level = row.drugs[feature];
    const concept: CodeableConcept = {
      coding: [
        {
          system: "http://www.nlm.nih.gov/research/umls/rxnorm",
          code: RXNORM[feature] ?? "",
          display: label.replace(" with ", " / "),
        },
      ],
      text: label,
    };
    if (level === "steady") return [order(feature, concept, 1)];
    const [before, after] = level === "up" ? [1, 2] : [2, 1];
    return [
      order(`${feature}-1`, concept, 1, { status: "completed", dosageInstruction: doses(before) }),
      order(`${feature}-2`, concept, 2, { dosageInstruction: doses(after) }),
    ];
  });
  const others = Array.from({ length: Math.max(0, row.medications - taken.length) }, (_, other) => {
    const number = taken.length + other + 1;
    return order(`${number}`, { text: `Medication, not itemised, ${number} of ${row.medications}` }, 1);
  });
  return [...orders, ...others];
}
