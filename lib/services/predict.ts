import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { otherVersion } from "@/lib/core/fhir/fhir-version";
import { readMoment } from "@/lib/core/fhir/moment";
import { groupByPatient } from "@/lib/core/fhir/patient-of";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { isObject } from "@/lib/core/fhir/resource";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { scoreHere } from "@/lib/services/score-here";
import { silenceUnapproved } from "@/lib/services/silence-unapproved";
import { verb } from "@/lib/services/verb";

/** What a Bundle was read as, and what stands beside every score. */
export interface Predicted {
  /** As `score` prints them, one for each inpatient stay, past and current. */
  readonly stays: readonly ScoredStay[];
  /** Why there are no probabilities while the model is silent, in one sentence; null where they are shown. */
  readonly silentBecause: string | null;
  readonly provenance: string;
}

/** Ids as FHIR allows them; anything else is not repeated, not even in the audit. */
const FHIR_ID = /^[A-Za-z0-9.-]{1,64}$/;

/** The one patient's entries; a Fault, which repeats nothing of it, where there is none, several, or not R4. */
function readOnePatient(bundle: unknown) {
  if (!isObject(bundle) || bundle.resourceType !== "Bundle")
    throw new Fault("bad-input", "bundle: send one FHIR R4 Bundle.");
  const entries = resourceEntries(bundle);
  const other = entries.map(({ resource }) => otherVersion(resource)).find((version) => version !== null);
  if (other !== undefined) throw new Fault("bad-input", `bundle: it is FHIR ${other}, and Wardlight reads R4.`);
  const { patients } = groupByPatient(entries);
  const [patient] = patients;
  if (patient === undefined) throw new Fault("bad-input", "bundle: it holds no patient.");
  if (patients.length > 1) throw new Fault("bad-input", "bundle: it holds several patients; send one at a time.");
  return patient;
}

/**
 * Scores the stays in one patient's Bundle and keeps nothing of it. Like the screens it shows no probability while
 * the model is silent: LACE and HOSPITAL remain.
 */
export const predict = verb({
  name: "predict",
  input: z.object({
    bundle: z.unknown(),
    /** Hides what is dated later; by default the latest date in the patient's data. */
    now: z
      .string()
      .max(40)
      .refine((written) => readMoment(written) !== null, "must be a date or time such as 2026-03-09T06:00:00Z")
      .nullish(),
  }),
  about: () => ({}),
  // What is sent is the sender's own; nothing stored is read.
  wards: async () => [],
  run: async (scope, { bundle, now }) => {
    const { id, entries } = readOnePatient(bundle);
    const read = preparePatient(entries, now ? { now } : {});
    const asked = read.stays.map((prepared) => ({ prepared, wardId: prepared.summary.wardId }));
    const said = await scoreHere(scope, asked);
    const { stays, silentBecause, provenance } = await silenceUnapproved(scope, said);
    const output: Predicted = { stays, silentBecause, provenance };
    const detail = {
      stays: stays.length,
      scored: stays.filter(({ probability }) => probability !== null).length,
      silent: silentBecause !== null,
      stoodIn: said.filter(({ served }) => served.insteadOf !== null).length,
    };
    return { output, audit: { target: FHIR_ID.test(id) ? { patientId: id } : {}, detail } };
  },
});
