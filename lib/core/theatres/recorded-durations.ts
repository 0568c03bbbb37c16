import { readCodings, readStatus } from "@/lib/core/fhir/codings";
import { readMoment } from "@/lib/core/fhir/moment";
import { type FhirResource, node } from "@/lib/core/fhir/resource";
import { findProfile, type ProcedureProfile } from "@/lib/core/theatres/procedure-profile";

/** Shorter ones are marks that something was done, longer ones that nobody wrote the end. */
const LEAST_MINUTES = 5;
const MOST_MINUTES = 1440;

/** The newest so many of a profile: how an operation is done changes. */
const MOST_RECORDED = 400;

/**
 * Minutes of recorded operations by profile id, newest first, from FHIR Procedures that were completed and say to the
 * minute when they began and ended. Days without times, operations of no profile and impossible lengths are left out.
 * @see https://hl7.org/fhir/R4/procedure-definitions.html#Procedure.performed_x_
 */
export function recordedDurations(
  procedures: readonly FhirResource[],
  profiles: readonly ProcedureProfile[],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, { readonly began: number; readonly minutes: number }[]>();
  for (const procedure of procedures) {
    if (readStatus(procedure.status) !== "completed") continue;
    const { start, end } = node(procedure.performedPeriod);
    const [began, ended] = [readMoment(start), readMoment(end)];
    if (began?.precision !== "time" || ended?.precision !== "time") continue;
    const minutes = (ended.earliest - began.earliest) / 60_000;
    if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)) continue;
    const profile = findProfile(profiles, readCodings(procedure.code));
    if (profile === null) continue;
    const own = found.get(profile.id) ?? [];
    own.push({ began: began.earliest, minutes });
    found.set(profile.id, own);
  }
  return new Map(
    [...found].map(([id, own]) => [
      id,
      own
        .sort((one, other) => other.began - one.began)
        .slice(0, MOST_RECORDED)
        .map(({ minutes }) => minutes),
    ]),
  );
}
