import { randomUUID } from "node:crypto";
import { monitoringIncidents } from "@/lib/io/database/monitoring-schema";
import { type Samples, whole } from "@/lib/services/test-sample-call";

/** For tests only: a valid call of each verb about a model's life, from labels to watching it. */
export const MODEL_CALLS = {
  readModels: whole(),
  validateModel: whole(),
  decideVisibility: whole({ kind: "withdrawn" }),
  listVersions: whole(),
  // No version is registered in the test house: let in, and told so.
  judgeCandidate: whole({ version: "9.9.9" }),
  readGates: whole({ version: "9.9.9" }),
  compareModels: whole({ first: "9.9.9", second: "9.9.9" }),
  readVersions: whole(),
  readVersion: whole({ version: "9.9.9" }),
  registerModel: whole({ onnx: "AA==", manifest: {} }),
  promoteModel: whole({ version: "9.9.9", why: "better" }),
  setRollout: {
    byWard: true,
    input: (_house, { wardId }) => ({ version: "9.9.9", alias: "canary", wardIds: [wardId], why: "to see" }),
  },
  rollBackModel: whole(),
  // Nothing has matured in the test house: let in, and told so.
  makeSnapshot: whole(),
  readLabels: { byWard: true, input: (_house, { stayId }) => ({ stayId }) },
  readSnapshots: whole(),
  compareSnapshots: whole({ before: randomUUID(), after: randomUUID() }),
  rebuildSnapshot: whole({ snapshotId: randomUUID() }),
  startTraining: whole({ snapshotId: randomUUID(), why: "to see" }),
  cancelTraining: whole({ runId: randomUUID() }),
  readTrainingRuns: whole(),
  noteTraining: whole({ runId: randomUUID(), step: "failed", line: "" }),
  findOutcomes: whole(),
  deriveDueLabels: whole(),
  readMonitoring: whole(),
  runMonitoring: whole(),
  answerIncident: {
    byWard: true,
    input: async (house, { wardId }) => {
      const day = "2026-03-01";
      const found = {
        modelVersion: "1.0.0",
        kind: "input-moved" as const,
        subject: randomUUID(),
        figures: {},
        p: null,
      };
      const [incident] = await house.database.transaction((tx) =>
        tx
          .insert(monitoringIncidents)
          .values({ ...found, wardId, foundOn: day, lastOn: day })
          .returning(),
      );
      return { incidentId: incident?.id, answer: "looking", note: "Asked the laboratory." };
    },
  },
} satisfies Samples;
