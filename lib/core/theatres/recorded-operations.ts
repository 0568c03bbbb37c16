import { type Coding, readCodings, readStatus } from "@/lib/core/fhir/codings";
import { readMoment } from "@/lib/core/fhir/moment";
import { type FhirResource, node } from "@/lib/core/fhir/resource";
import { type Coded, findProfile, type ProcedureProfile } from "@/lib/core/theatres/procedure-profile";

/** Shorter ones are marks that something was done, longer ones that nobody wrote the end. */
const LEAST_MINUTES = 5;
const MOST_MINUTES = 1440;

/** The newest so many of a profile: how an operation is done changes. */
const MOST_RECORDED = 400;

/** Something that was done to a patient, with its beginning and its end. */
export interface RecordedOperation {
  /** UTC epoch milliseconds. */
  readonly beganAt: number;
  readonly minutes: number;
  readonly codes: readonly Coding[];
}

/**
 * A FHIR Procedure that was completed and says to the minute when it began and ended; null where it does not, or where
 * its length is impossible.
 * @see https://hl7.org/fhir/R4/procedure-definitions.html#Procedure.performed_x_
 */
export function readOperation({ resourceType, status, code, performedPeriod }: FhirResource): RecordedOperation | null {
  if (resourceType !== "Procedure" || readStatus(status) !== "completed") return null;
  const { start, end } = node(performedPeriod);
  const [began, ended] = [readMoment(start), readMoment(end)];
  if (began?.precision !== "time" || ended?.precision !== "time") return null;
  const minutes = Math.round((ended.earliest - began.earliest) / 60_000);
  if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)) return null;
  return { beganAt: began.earliest, minutes, codes: readCodings(code) };
}

/** Finds the profile of some codes; the same codes are looked up once. */
export function profileFinder(
  profiles: readonly ProcedureProfile[],
): (codes: readonly Coded[]) => ProcedureProfile | null {
  const known = new Map<string, ProcedureProfile | null>();
  return (codes) => {
    const key = codes.map(({ system, code }) => `${system}|${code}`).join(" ");
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = findProfile(profiles, codes);
    known.set(key, found);
    return found;
  };
}

/**
 * Minutes of recorded operations by profile id, 400 of each at most; operations of no profile are left out.
 *
 * @param operations newest first
 */
export function durationsByProfile(
  operations: readonly (Pick<RecordedOperation, "minutes"> & { readonly codes: readonly Coded[] })[],
  profiles: readonly ProcedureProfile[],
): ReadonlyMap<string, readonly number[]> {
  const find = profileFinder(profiles);
  const found = new Map<string, number[]>();
  for (const { minutes, codes } of operations) {
    const profile = find(codes);
    if (profile === null) continue;
    const own = found.get(profile.id) ?? [];
    if (own.length < MOST_RECORDED) own.push(minutes);
    found.set(profile.id, own);
  }
  return found;
}
