import { type CdsRequest, readCdsRequest } from "@/lib/core/cds/cds-request";
import { type CdsServiceDescription, PREFETCH } from "@/lib/core/cds/cds-services";
import { areAllOf, hasEncounter } from "@/lib/core/cds/one-patient-only";
import { readPrefetch } from "@/lib/core/cds/read-prefetch";
import { Fault } from "@/lib/core/fault";
import { referencesToFollow } from "@/lib/core/feed/feed-queries";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import { normalAddress } from "@/lib/core/smart/smart-configuration";
import { type GrantedFhir, openGrantedFhir } from "@/lib/io/granted-fhir";
import type { CdsClient } from "@/lib/services/cds-caller";
import type { House } from "@/lib/services/house";
import { auditFailure } from "@/lib/services/verb";

/** For all that is read at the EHR's server while somebody waits for a card, in milliseconds. */
const BUDGET_MS = 4000;
/** A bed in a room in a ward; a drug. */
const DEEPEST = 3;
/** Places and drugs read one by one, at most. */
const MOST_FOLLOWED = 60;

/** The server a request lets us read, where this installation allows it too; null otherwise, and nothing is asked. */
function openGranted({ fhirServer, fhirAuthorization }: CdsRequest, allowed: readonly string[]): GrantedFhir | null {
  if (fhirServer === undefined || fhirAuthorization === undefined) return null;
  const wanted = normalAddress(fhirServer);
  const baseUrl = allowed.find((address) => normalAddress(address) === wanted);
  if (baseUrl === undefined) return null;
  return openGrantedFhir({ baseUrl, token: fhirAuthorization.access_token, budgetMs: BUDGET_MS });
}

/** null where any of it cannot be read. */
async function readMissing(granted: GrantedFhir, missing: readonly string[], patientId: string) {
  const answers = await Promise.all(missing.map((key) => granted.ask(PREFETCH[key]?.query(patientId) ?? "")));
  const found = answers.filter((answer) => answer !== null);
  return found.length < answers.length ? null : found.flat();
}

/** Places and drugs the record refers to, as far as they can be read in time: without them it is weaker, not wrong. */
async function follow(granted: GrantedFhir, entries: readonly FhirEntry[]): Promise<FhirEntry[]> {
  const has = new Set(entries.map(({ resource }) => `${resource.resourceType}/${String(resource.id)}`));
  const found: FhirEntry[] = [];
  let next = referencesToFollow(entries.map(({ resource }) => resource)).filter((reference) => !has.has(reference));
  for (let depth = 0; depth < DEEPEST && next.length > 0; depth++) {
    const asked = next.slice(0, MOST_FOLLOWED - found.length);
    for (const reference of asked) has.add(reference);
    const read = (await Promise.all(asked.map((reference) => granted.ask(reference)))).flatMap((one) => one ?? []);
    found.push(...read);
    next = referencesToFollow(read.map(({ resource }) => resource)).filter((reference) => !has.has(reference));
  }
  return found;
}

/** What was prefetched, and what is missing of it read where that is allowed; null where some of it stays missing. */
async function gatherRecord(request: CdsRequest, allowed: readonly string[]): Promise<readonly FhirEntry[] | null> {
  const { patientId, encounterId } = request.context;
  const { entries, missing } = readPrefetch(request.prefetch);
  // Before anything is asked of anybody.
  if (!areAllOf(entries, patientId))
    throw new Fault("conflict", "What was sent is not all about the patient in context.");
  const granted = openGranted(request, allowed);
  const read = missing.length === 0 ? [] : granted && (await readMissing(granted, missing, patientId));
  if (read === null) return null;
  const own = [...entries, ...read];
  if (!areAllOf(own, patientId)) throw new Fault("conflict", "What was read is not all about the patient in context.");
  if (encounterId !== null && !hasEncounter(own, encounterId))
    throw new Fault("conflict", "The encounter in context is not among those of the patient.");
  return granted === null ? own : [...own, ...(await follow(granted, own))];
}

/** A hook's request and one patient's record for it, all of it about the patient in context. */
export interface OpenedHook {
  readonly request: CdsRequest;
  readonly entries: readonly FhirEntry[];
}

/**
 * Opens what an EHR sent when a hook fired. Null where data that is needed was neither prefetched nor can be read at a
 * FHIR server this installation allows. What is refused is audited.
 * @throws Fault bad-input where it is no such request; conflict where something in it is about somebody else
 */
export async function openHook(
  house: House,
  { caller, fhirServers }: CdsClient,
  service: CdsServiceDescription,
  sent: unknown,
): Promise<OpenedHook | null> {
  try {
    const request = readCdsRequest(sent, service);
    const entries = await gatherRecord(request, fhirServers);
    return entries === null ? null : { request, entries };
  } catch (thrown) {
    await auditFailure(house, "serve-cds-cards", { caller, trail: { actor: null, about: {} }, thrown });
    throw thrown;
  }
}
