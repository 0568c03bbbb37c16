import { Writable } from "node:stream";
import { type Log, openLog } from "@/lib/io/log";

/** For tests only: what identifies one made-up patient, in words that occur nowhere else. */
export const CANARY = {
  family: "Zyxwvucanary",
  given: "Qorvexcanary",
  mrn: "CANARY-7Q7Z13",
  birthDate: "1937-07-19",
  street: "5 Canarystreet",
  phone: "0555-canary",
  note: "plovercanary said so",
};
/** What is looked for, in lower case, wherever something is said; nothing that the digits of a key or of sealed bytes spell by chance. */
export const WORDS = ["canary", CANARY.birthDate, "7q7z13"];

/** That patient as a source might send them, with canaries also where nobody reads. */
export function canaryBundle(patientId: string, wardId: string) {
  const subject = { reference: `Patient/${patientId}`, display: `${CANARY.family}, ${CANARY.given}` };
  const encounter = { reference: `Encounter/e-${patientId}` };
  const resources = [
    {
      resourceType: "Patient",
      id: patientId,
      identifier: [{ type: { coding: [{ code: "MR" }] }, value: CANARY.mrn }],
      name: [
        { use: "official", family: CANARY.family, given: [CANARY.given], text: `${CANARY.given} ${CANARY.family}` },
      ],
      birthDate: CANARY.birthDate,
      gender: "female",
      address: [{ line: [CANARY.street] }],
      telecom: [{ value: CANARY.phone }],
      text: { status: "generated", div: `<div>${CANARY.given} ${CANARY.family}</div>` },
    },
    {
      resourceType: "Encounter",
      id: `e-${patientId}`,
      status: "in-progress",
      class: { code: "IMP" },
      subject,
      period: { start: "2026-03-08T10:00:00Z" },
      location: [{ location: { reference: `Location/${wardId}`, display: "Ward" }, status: "active" }],
      reasonCode: [{ text: `${CANARY.family} fell` }],
      text: { status: "generated", div: `<div>${CANARY.family}</div>` },
    },
    {
      resourceType: "Location",
      id: wardId,
      name: "Ward",
      physicalType: { coding: [{ code: "wa" }] },
    },
    {
      resourceType: "Condition",
      id: `c-${patientId}`,
      subject,
      encounter,
      code: { coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: "E11.9" }], text: CANARY.note },
      note: [{ text: CANARY.note }],
    },
    {
      resourceType: "Observation",
      id: `o-${patientId}`,
      status: "final",
      subject,
      encounter,
      category: [{ coding: [{ code: "laboratory" }] }],
      code: { coding: [{ system: "http://loinc.org", code: "4548-4" }] },
      effectiveDateTime: "2026-03-09T10:00:00Z",
      valueString: CANARY.note,
      performer: [{ display: CANARY.family }],
    },
  ];
  return { resourceType: "Bundle", type: "collection", entry: resources.map((resource) => ({ resource })) };
}

/** A log that says everything, and what it said. */
export function openListeningLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { log: openLog("trace", sink), lines };
}
