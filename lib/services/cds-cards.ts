import { randomUUID } from "node:crypto";
import { and, eq, inArray, isNull, lt } from "drizzle-orm";
import { z } from "zod";
import { maySeeWard } from "@/lib/core/access/access";
import { type CdsCard, type CdsLink, lastChanged, toCdsCard } from "@/lib/core/cds/cds-card";
import { chooseStay } from "@/lib/core/cds/choose-stay";
import { CDS_SERVICE_IDS } from "@/lib/core/cds/service-id";
import { type PreparedPatient, preparePatient, type ReadStay } from "@/lib/core/fhir/prepare-patient";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import { normalAddress } from "@/lib/core/smart/smart-configuration";
import { silenceScored } from "@/lib/core/validation/silence";
import { driverSentence } from "@/lib/core/worklist/driver-sentence";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { cdsCards, connections } from "@/lib/io/database/connection-schema";
import { patients, stays, wards } from "@/lib/io/database/schema";
import { findOwnConnection } from "@/lib/services/cds-caller";
import { findFacts } from "@/lib/services/find-facts";
import { findScoreStanding } from "@/lib/services/model-visibility";
import { openIdentity } from "@/lib/services/patient-identity";
import { scoreHere } from "@/lib/services/score-here";
import { instant } from "@/lib/services/store-reading";
import { type Outcome, type Scope, verb } from "@/lib/services/verb";

/** What an EHR gets: cards, or none where there is nothing to say. */
export interface CdsAnswer {
  readonly cards: readonly CdsCard[];
}

/** Why there is no card; for the audit, nobody else is told. */
type NoCard = "no-stay" | "other-ward";

/** A card nothing was heard of is remembered so long. */
const REMEMBERED_MS = 90 * 86_400_000;

const input = z.object({
  service: z.enum(CDS_SERVICE_IDS),
  patientId: z.string().min(1).max(64),
  encounterId: z.string().min(1).max(64).nullable(),
  fhirServer: z.string().nullable(),
  baseUrl: z.url(),
  /** Everything known of the patient, checked to be theirs. */
  entries: z.array(z.custom<FhirEntry>()),
});
type Input = z.output<typeof input>;

/**
 * The ward of the same stay where it is known here. Another server's ids can be somebody else's here, so the stay's
 * beginning and the patient's birth date must be the same too.
 */
async function findSameStay({ tx, house, now }: Scope, { patient, stays: read }: PreparedPatient, stayId: string) {
  const [found] = await tx
    .select({ stay: stays, patient: patients })
    .from(stays)
    .innerJoin(patients, eq(patients.id, stays.patientId))
    .where(and(eq(stays.id, stayId), eq(stays.patientId, patient.id), isNull(stays.goneAt)));
  if (found === undefined) return null;
  const sent = read.find((stay) => stay.stayId === stayId);
  const isSameBeginning =
    instant(sent?.admittedAt ?? null, house.timeZone)?.getTime() === found.stay.admittedAt?.getTime();
  const { birthDate } = openIdentity(house.vault, found.patient, localDay(now, house.timeZone));
  return isSameBeginning && birthDate === patient.birthDate ? found.stay : null;
}

/**
 * Where the stay is, as far as that is a ward of this house; null where it is not. What was just sent is newer than
 * what is kept here: a patient may have been moved since.
 */
async function findWard({ tx }: Scope, known: { readonly wardId: string | null } | null, { summary }: ReadStay) {
  const said = [summary.wardId, known?.wardId ?? null].filter((id) => id !== null);
  const found = await tx.select({ id: wards.id }).from(wards).where(inArray(wards.id, said));
  return said.find((wardId) => found.some(({ id }) => id === wardId)) ?? null;
}

/** Whether the EHR can launch Wardlight: the FHIR server it names, or the only one there is, is one people come from. */
async function canLaunch({ tx }: Scope, fhirServer: string | null): Promise<boolean> {
  const rows = await tx
    .select({ issuer: connections.issuer })
    .from(connections)
    .where(and(eq(connections.kind, "smart-server"), isNull(connections.disabledAt)));
  if (fhirServer === null) return rows.length === 1;
  return rows.some(({ issuer }) => issuer !== null && normalAddress(issuer) === normalAddress(fhirServer));
}

async function linksTo(scope: Scope, { baseUrl, fhirServer }: Input, isKnown: boolean, stayId: string) {
  if (!isKnown) return [];
  const base = normalAddress(baseUrl);
  const page = `${base}/stays/${encodeURIComponent(stayId)}`;
  const links: CdsLink[] = [{ label: "Open in Wardlight", url: page, type: "absolute" }];
  if (await canLaunch(scope, fhirServer))
    links.push({
      label: "Open in Wardlight, signed in from here",
      url: `${base}/launch`,
      type: "smart",
      appContext: JSON.stringify({ stayId }),
    });
  return links;
}

const none = ({ service, patientId }: Input, why: NoCard): Outcome<CdsAnswer> => ({
  output: { cards: [] },
  audit: { target: { patientId }, detail: { service, cards: 0, why } },
});

async function remember({ tx, now }: Scope, row: Omit<typeof cdsCards.$inferInsert, "at">): Promise<void> {
  await tx.insert(cdsCards).values({ ...row, at: now });
  const old = new Date(now.getTime() - REMEMBERED_MS);
  await tx.delete(cdsCards).where(and(isNull(cdsCards.heardAt), lt(cdsCards.at, old)));
}

/**
 * One card about the stay a hook is about, scored from what the EHR sent: that is newer than anything kept here. No
 * number while the model is silent; the reasons for none where the patient is outside its population. A patient on a
 * ward of this house gets a card only where the program was given that ward.
 * @see https://cds-hooks.hl7.org/2.0/#cds-service-response
 */
export const serveCdsCards = verb({
  name: "serve-cds-cards",
  input,
  about: ({ patientId }): Record<string, string> => ({ patientId }),
  // Another ward's patient is no error of whoever looks at them in the EHR: there is no card, and the audit says why.
  wards: async () => [],
  run: async (scope, given) => {
    const { house, now, actor } = scope;
    const { service, encounterId, entries, baseUrl } = given;
    const read = preparePatient(entries, { now: now.toISOString(), inpatientClasses: house.fhir?.inpatientClasses });
    const stay = chooseStay(read.stays, { service, encounterId });
    if (stay === null || read.patient.deceased === true) return none(given, "no-stay");
    const known = await findSameStay(scope, read, stay.stayId);
    const wardId = await findWard(scope, known, stay);
    if (wardId !== null && !maySeeWard(actor, wardId)) return none(given, "other-ward");
    const [answer] = await scoreHere(scope, [{ prepared: stay, wardId }]);
    if (answer === undefined) throw new Error("The model did not answer.");
    const said = answer.scored;
    const standing = await findScoreStanding(scope, said.modelVersion);
    const facts = await findFacts(scope, said.modelVersion);
    const scored = standing.silentBecause === null ? said : silenceScored(said);
    const uuid = randomUUID();
    const card = toCdsCard({
      uuid,
      scored,
      sentences: scored.drivers.map(({ feature }) => driverSentence(feature, stay.encoded)),
      silentBecause: standing.silentBecause,
      provenance: standing.provenance,
      intendedPopulation: (facts ?? house.model.facts).intendedPopulation,
      changedAt: lastChanged(entries),
      now: now.toISOString(),
      timeZone: house.timeZone,
      baseUrl,
      links: await linksTo(scope, given, known !== null, stay.stayId),
      simulated: house.isDemo,
    });
    const { probability, tier, view, modelVersion } = scored;
    const about = { patientId: stay.patientId, stayId: stay.stayId };
    const connectionId = await findOwnConnection(scope);
    await remember(scope, { id: uuid, connectionId, service, ...about, wardId, modelVersion, view, probability, tier });
    return {
      output: { cards: [card] },
      audit: {
        target: { cardId: uuid, ...about },
        detail: { service, cards: 1, scoreShown: probability !== null, known: known !== null },
      },
    };
  },
});
