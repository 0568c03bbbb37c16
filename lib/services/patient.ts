import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { maySeeWard, mayUse } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { silenceScored, silenceStay } from "@/lib/core/validation/silence";
import { describeResource, resourceDay } from "@/lib/core/worklist/describe-resource";
import type { FlagView } from "@/lib/core/worklist/flag-view";
import { dayOfStay, leavingGroup, localDay } from "@/lib/core/worklist/leaving-group";
import type { EvidenceView, StayView } from "@/lib/core/worklist/stay-view";
import { flags, patients, predictions, resources, stays, users, wards } from "@/lib/io/database/schema";
import { openResource } from "@/lib/io/stored-resource";
import { listCardFeedback } from "@/lib/services/cds-feedback-rows";
import { findReadSince } from "@/lib/services/data-age";
import { findFacts } from "@/lib/services/find-facts";
import { findOpenedUntil, findWardsOfRememberedStay } from "@/lib/services/find-stay";
import { toFlagView } from "@/lib/services/flag-view";
import { listInterventions } from "@/lib/services/interventions";
import { findScoreStanding } from "@/lib/services/model-visibility";
import { openIdentity } from "@/lib/services/patient-identity";
import { listHistory } from "@/lib/services/prediction-history";
import { listResponses } from "@/lib/services/responses";
import { type Scope, verb } from "@/lib/services/verb";
import { recordStayViewing } from "@/lib/services/viewings";

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

async function findStay({ tx }: Scope, stayId: string) {
  const [found] = await tx
    .select({ stay: stays, patient: patients, wardName: wards.name, prediction: predictions })
    .from(stays)
    .innerJoin(patients, eq(patients.id, stays.patientId))
    .leftJoin(wards, eq(wards.id, stays.wardId))
    .leftJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(eq(stays.id, stayId));
  if (found === undefined) throw new Fault("not-found", "There is no such stay.");
  if (found.stay.goneAt !== null)
    throw new Fault(
      "not-found",
      "This stay is no longer in the record: it was merged into another one, or entered in error. Look for the patient on the list.",
    );
  return found;
}

async function listFlags(
  { tx, actor, house }: Scope,
  stayId: string,
  predictionId: string | null,
): Promise<FlagView[]> {
  const rows = await tx
    .select({ flag: flags, by: { name: users.name, role: users.role } })
    .from(flags)
    .innerJoin(users, eq(users.id, flags.userId))
    .where(eq(flags.stayId, stayId))
    .orderBy(desc(flags.at), desc(flags.id));
  return rows.map((row) => toFlagView(house.vault, row, { readerId: actor.id, predictionId }));
}

function citations(scored: ScoredStay | null): string[] {
  if (scored === null) return [];
  const { lace, hospital } = scored.scores;
  const all = [...scored.drivers, ...lace.components, ...hospital.components].flatMap(({ evidence }) => [...evidence]);
  return [...new Set(all)].sort();
}

/** The cited resources in words, so that "3 hospital stays" opens onto the three. */
async function describeEvidence(
  { tx, house }: Scope,
  patientId: string,
  references: readonly string[],
): Promise<EvidenceView[]> {
  if (references.length === 0) return [];
  const rows = await tx
    .select({ patientId: resources.patientId, type: resources.type, id: resources.id, body: resources.body })
    .from(resources)
    .where(
      and(
        eq(resources.patientId, patientId),
        inArray(sql<string>`${resources.type} || '/' || ${resources.id}`, [...references]),
      ),
    );
  const described = new Map(
    rows.map((row) => {
      const { resource } = openResource(house.vault, row);
      return [`${row.type}/${row.id}`, { description: describeResource(resource), day: resourceDay(resource) }];
    }),
  );
  return references.map((reference) => ({
    reference,
    ...(described.get(reference) ?? { description: reference, day: null }),
  }));
}

/** One stay with its newest prediction, why, and what was said about it. Who read which score when is in the audit. */
export const readStay = verb({
  name: "read-stay",
  input: z.object({ stayId: z.string().min(1).max(200) }),
  about: ({ stayId }): Record<string, string> => ({ stayId }),
  wards: (scope, { stayId }) => findWardsOfRememberedStay(scope, stayId),
  run: async (scope, { stayId }) => {
    const { house, now, actor } = scope;
    const { stay, patient, wardName, prediction } = await findStay(scope, stayId);
    const readSince = await findReadSince(scope.tx);
    const isNotRead = stay.isCurrent && readSince !== null && patient.updatedAt < readSince;
    const standing = await findScoreStanding(scope, prediction?.modelVersion);
    const isSilent = standing.silentBecause !== null;
    const said = prediction?.scored ?? null;
    const scored = said !== null && isSilent ? silenceScored(said) : said;
    const { checkedHere, provenance, silentBecause } = standing;
    const read: StayView = {
      stayId,
      patient: openIdentity(house.vault, patient, localDay(now, house.timeZone)),
      wardId: stay.wardId ?? "",
      wardName: wardName ?? "",
      bed: stay.bed,
      admittedAt: iso(stay.admittedAt),
      dischargedAt: iso(stay.dischargedAt),
      dayOfStay: dayOfStay(iso(stay.admittedAt), stay.dischargedAt ?? now, house.timeZone),
      plannedEndAt: iso(stay.plannedEndAt),
      leaving: leavingGroup(iso(stay.plannedEndAt), now, house.timeZone),
      predictionId: prediction?.id ?? null,
      scored,
      driverSentences: prediction?.sentences ?? [],
      scoredAt: iso(prediction?.at ?? null),
      insteadOf: prediction?.insteadOf ?? null,
      readAt: patient.updatedAt.toISOString(),
      notReadSince: isNotRead ? patient.updatedAt.toISOString() : null,
      history: await listHistory(scope, stayId),
      // The facts of the version that said it, whichever serves now.
      model: prediction === null ? null : await findFacts(scope, prediction.modelVersion),
      evidence: await describeEvidence(scope, stay.patientId, citations(scored)),
      flags: await listFlags(scope, stayId, prediction?.id ?? null),
      cardFeedback: await listCardFeedback(scope, stay),
      interventions: await listInterventions(scope, stayId),
      responses: await listResponses(scope, stayId, prediction?.id ?? null),
      checkedHere,
      provenance,
      silentBecause,
      openedOutsideWardsUntil: maySeeWard(actor, stay.wardId ?? "") ? null : iso(await findOpenedUntil(scope, stayId)),
      may: {
        flag: prediction !== null && mayUse(actor.role, "flag-prediction"),
        note: mayUse(actor.role, "note-intervention"),
        respond: prediction !== null && mayUse(actor.role, "respond-to-prediction"),
      },
    };
    const output = isSilent ? silenceStay(read) : read;
    const target = {
      stayId,
      patientId: stay.patientId,
      ...(output.predictionId ? { predictionId: output.predictionId } : {}),
    };
    if (prediction !== null && scored?.probability != null) await recordStayViewing(scope, stayId, prediction.id);
    return { output, audit: { target, detail: { scoreShown: scored?.probability != null } } };
  },
});
