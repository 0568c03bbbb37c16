import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { isFault } from "@/lib/core/fault";
import { offersConditionalCreate } from "@/lib/core/feed/capabilities";
import {
  isProvenanceOf,
  type PredictionToWrite,
  provenancesOf,
  sameRiskAssessment,
  toProvenance,
  toRiskAssessment,
  type WritingSite,
} from "@/lib/core/write-back/written-prediction";
import { tasks, writtenPredictions } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { predictions, stays } from "@/lib/io/database/schema";
import type { FhirClient } from "@/lib/io/fhir-client";
import { noteFailure, noteSuccess } from "@/lib/services/connection-states";
import type { House } from "@/lib/services/house";
import { longVerb } from "@/lib/services/long-verb";
import { findScoreStanding } from "@/lib/services/model-visibility";
import { findAllStandings } from "@/lib/services/silence-unapproved";
import { askForTasks, claimTasks, failTask, finishTask, putBackTask, type Task } from "@/lib/services/tasks";
import { findWriteBack } from "@/lib/services/write-back-setting";

/** How this way out is called among those whose state is kept. */
export const WRITE_BACK = "write-back";

/** Tasks in one round. */
const ROUND = 10;
/** Predictions asked for in one look. */
const ASKED = 500;
/** The strongest reasons stand beside the number. */
const REASONS = 3;
/** A server that is left alone for a while is asked again after so long. */
const PAUSE_MS = 30_000;

const SYSTEM = { id: "system", name: "write-back", role: "system", wardIds: [] } as const;

/** In whose name predictions are written now; null where that is switched off. */
async function findSite(tx: Transaction): Promise<WritingSite | null> {
  const setting = await findWriteBack(tx);
  return setting.isOn ? { organisation: setting.organisation } : null;
}

const asSystem = (house: House, tx: Transaction) => ({ house, tx, actor: SYSTEM, now: house.clock.now() });

/**
 * Asks for every newest prediction to be written that is not written yet: of patients who are in hospital, or left it
 * less than 30 days ago. Worked out from what is stored, so that whatever was interrupted is found again. Never of a
 * stay the model abstained from, nor of a version whose scores nobody here sees. Returns how many were asked for.
 */
export async function askForWriting(house: House): Promise<number> {
  return house.database.transaction(async (tx) => {
    if ((await findSite(tx)) === null) return 0;
    const standings = await findAllStandings(asSystem(house, tx));
    const shown = [...standings].flatMap(([version, { visibility }]) =>
      visibility.state === "silent" ? [] : [version],
    );
    if (shown.length === 0) return 0;
    const now = house.clock.now();
    const { rows } = await tx.execute<{ id: string }>(sql`
      select p.id::text as id from ${stays} s
      join ${predictions} p on p.id = s.prediction_id
      where s.gone_at is null and p.probability is not null and ${inArray(sql`p.model_version`, shown)}
        and (s.is_current or s.discharged_at > ${now.toISOString()}::timestamptz - interval '30 days')
        and not exists (select from ${writtenPredictions} w where w.prediction_id = p.id)
        and not exists (select from ${tasks} t where t.kind = 'write-prediction' and t.key = p.id::text)
      order by p.at limit ${ASKED}`);
    const keys = rows.map(({ id }) => id);
    await askForTasks(tx, "write-prediction", { keys, now });
    return keys.length;
  });
}

/** The prediction as it is to be written; null where it must not be: replaced by a newer one, abstained, or silent. */
async function findPrediction(house: House, tx: Transaction, id: string) {
  const [found] = await tx
    .select({ prediction: predictions, stay: stays })
    .from(predictions)
    .innerJoin(stays, eq(stays.predictionId, predictions.id))
    .where(eq(predictions.id, id));
  if (found === undefined || found.prediction.probability === null || found.stay.goneAt !== null) return null;
  const { prediction, stay } = found;
  const { drivers } = prediction.scored;
  const moving = drivers.filter(({ contribution }) => contribution !== 0);
  // What was approved of one version says nothing of another: the one that said this counts.
  const { provenance, visibility } = await findScoreStanding(asSystem(house, tx), prediction.modelVersion);
  if (visibility.state === "silent") return null;
  const toWrite: PredictionToWrite = {
    id,
    patientId: prediction.patientId,
    stayId: prediction.stayId,
    at: prediction.at.toISOString(),
    probability: prediction.probability ?? 0,
    tier: prediction.tier,
    task: house.model.facts.task,
    modelVersion: prediction.modelVersion,
    dischargedAt: stay.dischargedAt?.toISOString() ?? null,
    plannedEndAt: stay.plannedEndAt?.toISOString() ?? null,
    evidence: moving.flatMap(({ evidence }) => [...evidence]),
    reasons: drivers.flatMap(({ contribution }, i) => {
      const sentence = prediction.sentences[i];
      return contribution === 0 || sentence === undefined ? [] : [`${sentence}.`];
    }),
    provenance,
  };
  const [before] = await tx
    .select({ reference: writtenPredictions.reference })
    .from(writtenPredictions)
    .innerJoin(predictions, eq(predictions.id, writtenPredictions.predictionId))
    .where(and(eq(predictions.stayId, prediction.stayId), lt(predictions.at, prediction.at)))
    .orderBy(desc(predictions.at))
    .limit(1);
  return { toWrite: { ...toWrite, reasons: toWrite.reasons.slice(0, REASONS) }, previous: before?.reference ?? null };
}

type Found = NonNullable<Awaited<ReturnType<typeof findPrediction>>>;

/**
 * Writes a prediction and its Provenance so that doing it again changes nothing: made unless it is there (conditional
 * create), or, where the server does not offer that, put under the prediction's own id. What offers neither refuses.
 */
async function write(client: FhirClient, site: WritingSite, { toWrite, previous }: Found, recorded: string) {
  const capabilities = await client.capabilities();
  const { id } = toWrite;
  const assessment = toRiskAssessment(toWrite) as unknown as Parameters<FhirClient["create"]>[0];
  const { reference } = offersConditionalCreate(capabilities, "RiskAssessment")
    ? await client.create(assessment, sameRiskAssessment(id))
    : await client.update({ ...assessment, id });
  const made = toProvenance(toWrite, site, { reference, previous, recorded });
  const record = made as unknown as typeof assessment;
  if (!offersConditionalCreate(capabilities, "Provenance"))
    return { reference, provenance: (await client.update({ ...record, id })).reference };
  const { resources } = await client.search({ type: "Provenance", parameters: { target: reference } });
  const ours = resources.find((one) => isProvenanceOf(one, id));
  if (ours !== undefined) return { reference, provenance: `Provenance/${String(ours.id)}` };
  // Somebody else's is there, such as one the server made itself: the condition would find that one.
  const provenance =
    resources.length > 0
      ? await client.update({ ...record, id })
      : await client.create(record, provenancesOf(reference));
  return { reference, provenance: provenance.reference };
}

type Done = "written" | "dropped" | "failed" | "dead" | "waiting";

/** One task, from what is stored now to what is stored of it. */
async function doTask(house: House, client: FhirClient, task: Task): Promise<Done> {
  const { database } = house;
  const ready = await database.transaction(async (tx) => {
    const site = await findSite(tx);
    const found = site === null ? null : await findPrediction(house, tx, task.key);
    // Switched off, silenced or replaced since it was asked for.
    if (site === null || found === null) await finishTask(tx, task, house.clock.now());
    return site === null || found === null ? null : { site, found };
  });
  if (ready === null) return "dropped";
  try {
    const written = await write(client, ready.site, ready.found, house.clock.now().toISOString());
    await database.transaction(async (tx) => {
      const at = house.clock.now();
      await tx
        .insert(writtenPredictions)
        .values({ predictionId: task.key, ...written, at })
        .onConflictDoNothing();
      await finishTask(tx, task, at);
      await noteSuccess(tx, WRITE_BACK, at, { written: 1 });
    });
    return "written";
  } catch (error) {
    const errorCode = isFault(error) ? error.code : "error";
    if (!isFault(error)) house.log.warn({ err: error }, "a prediction could not be written back");
    return database.transaction(async (tx) => {
      const now = house.clock.now();
      await noteFailure(tx, WRITE_BACK, now, errorCode);
      if (errorCode === "busy") {
        await putBackTask(tx, task, new Date(now.getTime() + PAUSE_MS));
        return "waiting";
      }
      const isHopeless = errorCode === "conflict";
      const state = await failTask(tx, task, { now, errorCode, chance: Math.random(), isHopeless });
      return state === "dead" ? "dead" : "failed";
    });
  }
}

const isClient = (given: unknown): boolean => typeof (given as Partial<FhirClient> | null)?.create === "function";

/**
 * Writes what waits to be written into the patient's record, one round of it. Killed in the middle, the task is there
 * still, and what was written already is found again by its identifier.
 */
export const writePredictions = longVerb({
  name: "write-predictions",
  input: z.object({ client: z.custom<FhirClient>(isClient, "is no FHIR client") }),
  about: () => ({}),
  work: async (house, { client }) => {
    const now = house.clock.now();
    const claimed = await house.database.transaction((tx) => claimTasks(tx, "write-prediction", { most: ROUND, now }));
    const output = { written: 0, dropped: 0, failed: 0, dead: 0, waiting: 0 };
    for (const task of claimed) output[await doTask(house, client, task)]++;
    return { output, audit: { target: {}, detail: output } };
  },
});
