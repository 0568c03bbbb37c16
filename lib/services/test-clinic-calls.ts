import { randomUUID } from "node:crypto";
import { breakGlass, flags, interventions, responses } from "@/lib/io/database/schema";
import { findActor } from "@/lib/services/find-actor";
import { placeOf } from "@/lib/services/sealed-columns";
import { insertTestAlert, testRule } from "@/lib/services/test-alert-rule";
import { readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { type Place, type Samples, whole } from "@/lib/services/test-sample-call";
import type { Caller } from "@/lib/services/verb";

/** Whose row it is: the caller's own, or a nurse's where an operator calls. */
async function userOf(house: TestHouse, caller: Caller): Promise<string> {
  if ("system" in caller) return house.people.nurse.userId;
  return (await house.database.transaction((tx) => findActor(tx, caller, house.now))).id;
}

/** A row the caller wrote about this place at some time when they could. */
async function written(
  house: TestHouse,
  { stayId, predictionId }: Place,
  caller: Caller,
  kind: "flag" | "intervention" | "response",
): Promise<string> {
  const id = randomUUID();
  const common = { id, stayId, predictionId, userId: await userOf(house, caller), at: house.now };
  await house.database.transaction(async (tx) => {
    const seal = (column: Parameters<typeof placeOf>[0]) => house.vault.seal("", placeOf(column, id));
    if (kind === "flag") await tx.insert(flags).values({ ...common, kind: "too-high", note: seal(flags.note) });
    else if (kind === "intervention")
      await tx.insert(interventions).values({ ...common, kind: "call", note: seal(interventions.note) });
    else await tx.insert(responses).values({ ...common, kind: "acknowledged", note: seal(responses.note) });
  });
  return id;
}

/** A flag that whoever decides on it did not write. */
const flaggedByNurse = (house: TestHouse, place: Place): Promise<string> =>
  written(house, place, { system: "test" }, "flag");

/** A stay of the other ward that no other call is about: opening it must open nothing else. */
async function stayElsewhere(house: TestHouse): Promise<string> {
  const id = randomUUID();
  await store(house, readingOf(id, { wardId: "w2" }));
  return `stay-${id}`;
}

async function openedInNeed(house: TestHouse): Promise<string> {
  const id = randomUUID();
  const stayId = await stayElsewhere(house);
  const note = house.vault.seal("", placeOf(breakGlass.note, id));
  const times = { at: house.now, expiresAt: house.now };
  const row = { id, userId: house.people.nurse.userId, stayId, wardId: "w2", reason: "covering" as const, note };
  await house.database.transaction((tx) => tx.insert(breakGlass).values({ ...row, ...times }));
  return id;
}

/** For tests only: a valid call of each verb about what is done with patients on the wards. */
export const CLINIC_CALLS = {
  listWorklist: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readStay: { byWard: true, input: (_house, { stayId }) => ({ stayId }) },
  followChanges: whole({ after: 0 }),
  findPatient: whole({ text: "mrn-matrix-w2" }),
  flagPrediction: {
    byWard: true,
    input: (_house, { stayId, predictionId }) => ({ stayId, predictionId, kind: "too-high" }),
  },
  withdrawFlag: {
    byWard: true,
    input: async (house, place, caller) => ({ flagId: await written(house, place, caller, "flag") }),
  },
  listFlags: whole(),
  listReviews: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  assignFlag: {
    byWard: true,
    input: async (house, place) => ({ flagId: await flaggedByNurse(house, place), assigneeId: null }),
  },
  adjudicateFlag: {
    byWard: true,
    input: async (house, place) => ({
      flagId: await flaggedByNurse(house, place),
      decision: "no-action",
      agreement: "cannot-tell",
    }),
  },
  // Let in, and told that nothing was decided.
  withdrawAdjudication: {
    byWard: true,
    input: async (house, place) => ({ flagId: await flaggedByNurse(house, place), note: "Decided too soon." }),
  },
  listAdjudications: whole(),
  noteIntervention: { byWard: true, input: (_house, { stayId }) => ({ stayIds: [stayId], kind: "call" }) },
  withdrawIntervention: {
    byWard: true,
    input: async (house, place, caller) => ({ interventionIds: [await written(house, place, caller, "intervention")] }),
  },
  respondToPrediction: {
    byWard: true,
    input: (_house, { stayId, predictionId }) => ({ stayId, predictionId, kind: "acknowledged" }),
  },
  withdrawResponse: {
    byWard: true,
    input: async (house, place, caller) => ({ responseId: await written(house, place, caller, "response") }),
  },
  setCutoff: { byWard: true, input: (_house, { wardId }) => ({ wardId, capacity: 1 }) },
  breakGlass: {
    byWard: false,
    input: async (house) => ({ stayId: await stayElsewhere(house), reason: "covering", note: "Covering tonight." }),
  },
  listBreakGlass: whole(),
  reviewBreakGlass: {
    byWard: false,
    input: async (house) => ({ breakGlassId: await openedInNeed(house), verdict: "appropriate", note: "" }),
  },
  listPredictions: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readPastList: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  expirePastLists: whole({ days: 3_650 }),
  readProgramme: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  listAlerts: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  countAlerts: whole(),
  actOnAlert: {
    byWard: true,
    input: async (house, place) => ({ alertId: await insertTestAlert(house, place), step: { kind: "acknowledge" } }),
  },
  readAlertRules: whole(),
  previewAlertRule: { byWard: true, input: (_house, { wardId }) => ({ rule: testRule({ wardIds: [wardId] }) }) },
  saveAlertRule: { byWard: true, input: (_house, { wardId }) => ({ rule: testRule({ wardIds: [wardId] }) }) },
  sweepAlerts: whole(),
} satisfies Samples;
