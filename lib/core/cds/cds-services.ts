import { CDS_SERVICE_IDS, type CdsServiceId } from "@/lib/core/cds/service-id";
import { patientQueries } from "@/lib/core/feed/feed-queries";

/** One service as discovery describes it. @see https://cds-hooks.hl7.org/2.0/#discovery */
export interface CdsServiceDescription {
  readonly id: CdsServiceId;
  readonly hook: "patient-view" | "encounter-discharge";
  readonly title: string;
  readonly description: string;
  readonly usageRequirements: string;
  readonly prefetch: Readonly<Record<string, string>>;
}

/** Filled in by the EHR with the patient the hook is about. */
const PATIENT_TOKEN = "{{context.patientId}}";

/**
 * What is read of one patient, by prefetch key: the same that is asked of a FHIR server when patients are synchronised,
 * so that a card rests on what the reader of records uses. Reads and plain searches only, as the specification
 * recommends.
 */
export const PREFETCH: Readonly<
  Record<string, { readonly type: string; readonly query: (patientId: string) => string }>
> = {
  patient: { type: "Patient", query: (patientId) => `Patient/${patientId}` },
  ...Object.fromEntries(
    patientQueries("").map(({ type }, position) => [
      type.charAt(0).toLowerCase() + type.slice(1),
      {
        type,
        query: (patientId: string) => {
          const parameters = Object.entries(patientQueries(patientId)[position]?.parameters ?? {});
          return `${type}?${parameters.map(([name, value]) => `${name}=${value}`).join("&")}`;
        },
      },
    ]),
  ),
};

/** The keys of the prefetch templates. */
export const PREFETCH_KEYS: readonly string[] = Object.keys(PREFETCH);

const TEMPLATES = Object.fromEntries(Object.entries(PREFETCH).map(([key, { query }]) => [key, query(PATIENT_TOKEN)]));

const COMMON = {
  usageRequirements:
    "Calls are signed (JWT, ES384 or RS384 recommended) by a program that this installation trusts. All prefetch templates, or a FHIR server this installation has allowed with a token to read them there.",
  prefetch: TEMPLATES,
};

const DESCRIPTIONS: Readonly<Record<CdsServiceId, Pick<CdsServiceDescription, "hook" | "title" | "description">>> = {
  "wardlight-patient-view": {
    hook: "patient-view",
    title: "Readmission risk of an inpatient",
    description:
      "For a patient who is in hospital: the estimated risk of any readmission within 30 days after discharge, the three strongest reasons, LACE and HOSPITAL, and the limits of the estimate. No card for anybody else.",
  },
  "wardlight-encounter-discharge": {
    hook: "encounter-discharge",
    title: "Readmission risk at discharge",
    description:
      "When an inpatient stay is about to end: the estimated risk of any readmission within 30 days, the three strongest reasons, LACE and HOSPITAL, and the limits of the estimate.",
  },
};

/** Everything discovery says. */
export const CDS_SERVICES: readonly CdsServiceDescription[] = CDS_SERVICE_IDS.map((id) => ({
  id,
  ...DESCRIPTIONS[id],
  ...COMMON,
}));

/** The service of that name; undefined where there is none. */
export const findCdsService = (id: string): CdsServiceDescription | undefined =>
  CDS_SERVICES.find((service) => service.id === id);
