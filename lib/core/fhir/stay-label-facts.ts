import { readCodings, readWords } from "@/lib/core/fhir/codings";
import { cameFromHospital } from "@/lib/core/fhir/contiguous";
import { type FhirResource, node, nodes, text } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";
import type { StayReading } from "@/lib/core/fhir/stay-reading";
import type { LabelReading } from "@/lib/core/labels/label-reading";
import { readProcedureCode } from "@/lib/core/labels/procedure-code";
import type { StayFacts } from "@/lib/core/scope/scope";

/** What a stay's labels are decided by, from everything that was read of it. */
export function readLabelFacts(
  reading: StayReading,
  facts: StayFacts,
  about: { readonly index: ResourceIndex } & Pick<LabelReading, "payer" | "language">,
): LabelReading {
  const { group, diagnoses, conditions } = reading;
  const beds = group.visits.filter(({ kind }) => kind === "inpatient");
  const [first] = diagnoses.ranked;
  return {
    provider: beds.find(({ provider }) => provider !== null)?.provider ?? null,
    cameFromHospital: beds[0] !== undefined && cameFromHospital(beds[0]),
    isAcute: facts.acuteInpatient,
    isPsychiatric: facts.psychiatric === true,
    isRehabilitation: facts.rehabilitation === true,
    principal:
      first === undefined
        ? null
        : { group: first.group, codes: conditions.byReference.get(first.reference)?.codes ?? [] },
    procedures: readProcedures(reading, about.index),
    payer: about.payer,
    language: about.language,
  };
}

function readProcedures({ procedures }: StayReading, index: ResourceIndex): LabelReading["procedures"] {
  const found = (procedures ?? []).map((reference) =>
    readProcedureCode(index.resolve({ reference }, "Procedure")?.code),
  );
  const codes = found
    .flatMap((code) => code ?? [])
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
    .filter(({ code }, i, all) => code !== all[i - 1]?.code);
  return { codes, isComplete: procedures !== null && !found.includes(null) };
}

/**
 * Kind of cover of the coverage in force, in the source's words; serves checks of fairness only.
 * @see https://hl7.org/fhir/R4/coverage.html
 */
export function readPayer(index: ResourceIndex): string | null {
  const all = index.all("Coverage");
  const coverage = all.find(({ status }) => status === "active") ?? all[0];
  if (coverage === undefined) return null;
  const [type] = nodes(coverage.type);
  const named = text(type?.text) ?? readCodings(type).find(({ display }) => display !== "")?.display ?? null;
  return named ?? text(node(coverage.payor).display) ?? (readWords(type) || null);
}

/** The language a patient is spoken to in: the preferred one, else the first; a code where there is one. */
export function readLanguage(patient: FhirResource | undefined): string | null {
  const all = nodes(patient?.communication);
  const language = (all.find(({ preferred }) => preferred === true) ?? all[0])?.language;
  const code = readCodings(language).find((coding) => coding.code !== "")?.code;
  return code ?? (readWords(language) || null);
}
