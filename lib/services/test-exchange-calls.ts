import { randomUUID } from "node:crypto";
import { cdsCards, tasks } from "@/lib/io/database/connection-schema";
import { type Samples, whole } from "@/lib/services/test-sample-call";

/** For tests only: a valid call of each verb about what comes in from other systems and goes out to them. */
export const EXCHANGE_CALLS = {
  predict: whole({
    bundle: { resourceType: "Bundle", entry: [{ resource: { resourceType: "Patient", id: "sent" } }] },
  }),
  retryTask: {
    byWard: false,
    input: async (house) => {
      const task = { id: randomUUID(), kind: "read-patient" as const, key: randomUUID(), state: "dead" as const };
      const times = { askedAt: house.now, dueAt: house.now };
      await house.database.transaction((tx) => tx.insert(tasks).values({ ...task, ...times }));
      return { taskIds: [task.id] };
    },
  },
  importBulk: whole({ path: "/nowhere/at/all" }),
  serveCdsCards: whole({
    service: "wardlight-patient-view",
    patientId: "matrix-w2",
    encounterId: null,
    fhirServer: null,
    baseUrl: "https://wardlight.example",
    entries: [],
  }),
  noteCdsFeedback: {
    byWard: true,
    input: async (house, { wardId, stayId }) => {
      const { connectionId } = house.program;
      const card = { id: randomUUID(), connectionId, service: "wardlight-patient-view" as const, wardId, stayId };
      const said = { patientId: "matrix", at: house.now, modelVersion: "1.0.0", view: "stay" as const };
      await house.database.transaction((tx) => tx.insert(cdsCards).values({ ...card, ...said }));
      const feedback = { card: card.id, outcome: "accepted", at: "2026-03-10T09:00:00Z", reason: null, comment: "" };
      return { service: card.service, feedback: [feedback] };
    },
  },
  readConnectionStates: whole(),
  testConnection: whole({ client: { capabilities: async () => ({ isStated: true, fhirVersion: null }) } }),
  setNotifications: whole({ isOn: false }),
  keepSubscriptions: whole({
    client: { search: async () => ({ resources: [] }) },
    endpoint: "https://w.example/notify",
  }),
  receiveNotification: whole({
    patientIds: ["matrix-w2"],
    references: [],
    isEmpty: false,
    isSignOfLife: false,
    client: { read: async () => null },
  }),
  setWriteBack: whole({ isOn: false }),
  writePredictions: whole({ client: { create: () => undefined } }),
  addAlertWebhook: whole({ name: "Pager", url: "https://pager.example/hook" }),
  disableAlertWebhook: whole({ webhookId: "00000000-0000-4000-8000-000000000000" }),
  testAlertWebhook: whole({ webhookId: "00000000-0000-4000-8000-000000000000", rules: { hosts: [], networks: [] } }),
  readAlertDeliveries: whole(),
  deliverAlerts: whole({
    settings: { mail: null, webhooks: { hosts: [], networks: [] } },
    ...{ baseUrl: "https://w.example", webhookId: null },
  }),
  importBundles: whole({ bundles: [{ resourceType: "Bundle" }] }),
  // Nobody listens there: the call is let in and finds no server.
  syncFeed: whole({ baseUrl: "http://127.0.0.1:9/fhir" }),
  readPatient: whole({ baseUrl: "http://127.0.0.1:9/fhir", patientIds: ["nobody"] }),
  readDue: whole({ baseUrl: "http://127.0.0.1:9/fhir" }),
  retirePatients: whole({ patientIds: ["nobody"] }),
} satisfies Samples;
