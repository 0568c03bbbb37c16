import { z } from "zod";
import { Fault, isFault } from "@/lib/core/fault";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { otherVersion } from "@/lib/core/fhir/fhir-version";
import { readMoment } from "@/lib/core/fhir/moment";
import { groupByPatient } from "@/lib/core/fhir/patient-of";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { isObject } from "@/lib/core/fhir/resource";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { House } from "@/lib/services/house";
import { shelfOf } from "@/lib/services/model-shelf";
import { type StayToScore, scoreUnder } from "@/lib/services/score-here";
import { sharedVerb } from "@/lib/services/shared-verb";
import { findStandings, type Standings, silenceUnapproved } from "@/lib/services/silence-unapproved";

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

/** What was thrown, as somebody's own answer; anything but a Fault goes on as it was thrown. */
function faultOf(thrown: unknown): Fault {
  if (!isFault(thrown)) throw thrown;
  return thrown;
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Reading {
  readonly patientId: string;
  readonly stays: readonly StayToScore[];
}

/** What was sent by each, read; a Fault where it cannot be. One after the other: between two patients others are served. */
async function readAll(
  { fhir }: House,
  asked: readonly { input: { bundle?: unknown; now?: string | null | undefined } }[],
) {
  const inpatientClasses = fhir?.inpatientClasses;
  const readings: (Reading | Fault)[] = [];
  for (const { input } of asked) {
    try {
      const { id, entries } = readOnePatient(input.bundle);
      const { stays } = preparePatient(entries, { ...(input.now ? { now: input.now } : {}), inpatientClasses });
      readings.push({
        patientId: id,
        stays: stays.map((prepared) => ({ prepared, wardId: prepared.summary.wardId })),
      });
    } catch (thrown) {
      readings.push(faultOf(thrown));
    }
    await breath();
  }
  return readings;
}

/**
 * Scores the stays in one patient's Bundle and keeps nothing of it. Like the screens it shows no probability while
 * the model is silent: LACE and HOSPITAL remain. Programs that ask together are answered in one transaction, so by one
 * decision about which version serves whom; each patient is scored alone, so that one whom a version fails on is
 * nobody else's trouble.
 */
export const predict = sharedVerb({
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
  wards: () => [],
  run: async (scope, asked) => {
    const readings = await readAll(scope.house, asked);
    const plan = await shelfOf(scope.house).plan(scope.tx);
    const answers = await Promise.all(
      readings.map(async (one, at) => {
        if (isFault(one)) return one;
        // A model that no version could stand in for refuses this patient, not those who asked beside them.
        const said = await asked[at]!.within(() => scoreUnder(scope, plan, one.stays)).catch(faultOf);
        return isFault(said) ? said : { ...one, said };
      }),
    );
    const champion = plan.champion.modelVersion;
    const spoke = answers.flatMap((one) => (isFault(one) ? [] : one.said.map(({ scored }) => scored.modelVersion)));
    const standings = new Map<string, Standings>();
    for (const { actor } of asked)
      if (!standings.has(actor.role))
        standings.set(actor.role, await findStandings({ ...scope, actor }, [champion, ...spoke]));
    return answers.map((one, at) => {
      if (isFault(one)) return one;
      const { patientId, said } = one;
      const own = standings.get(asked[at]!.actor.role) ?? new Map();
      const output: Predicted = silenceUnapproved(own, champion, said);
      const { stays, silentBecause } = output;
      const detail = {
        stays: stays.length,
        scored: stays.filter(({ probability }) => probability !== null).length,
        silent: silentBecause !== null,
        stoodIn: said.filter(({ served }) => served.insteadOf !== null).length,
      };
      return { output, audit: { target: FHIR_ID.test(patientId) ? { patientId } : {}, detail } };
    });
  },
});
