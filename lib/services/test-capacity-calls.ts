import { randomUUID } from "node:crypto";
import { type Samples, whole } from "@/lib/services/test-sample-call";

/** For tests only: a valid call of each verb about beds, staff, theatres and forecasts. */
export const CAPACITY_CALLS = {
  readPatientFlow: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readCensus: { byWard: true, input: (_house, { wardId }) => ({ scenario: { closedBeds: { [wardId]: 1 } } }) },
  readEdBoard: whole(),
  setUnitBeds: {
    byWard: true,
    input: (_house, { wardId }) => ({ wardId, service: "Medicine", physicalBeds: 20, staffedBeds: 18 }),
  },
  readTheatres: whole(),
  setTheatres: whole({
    ...{ rooms: [1, 3, 3, 3, 3, 3, 1], recoveryBeds: 6, usable: 0.85 },
    ...{ roomMinutes: 480, shiftMinutes: 480, recoveryMinutes: 600 },
  }),
  saveProcedureProfile: {
    byWard: false,
    input: () => ({
      profile: {
        ...{ id: `profile-${randomUUID()}`, name: "Test operation", codes: [{ code: "0SR9*" }], supplies: [] },
        ...{
          duration: { median: 60, ninetieth: 90 },
          turnover: 20,
          recovery: 60,
          team: { surgeon: 1 },
          goesAhead: 0.95,
        },
      },
      version: null,
    }),
  },
  setStock: whole({ item: "Test item", count: 5 }),
  setStaffing: {
    byWard: true,
    input: (_house, { wardId }) => ({
      wardId,
      roster: [{ day: "2026-03-12", role: "Nurse", shift: "Day", people: 3 }],
    }),
  },
  readForecasts: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  readForecastAccuracy: { byWard: true, input: (_house, { wardId }) => ({ wardId }) },
  setForecastSetting: whole({ holidays: { countries: ["england"], own: [] }, countFrom: null }),
  makeForecasts: whole(),
  learnCensus: whole(),
  syncDemand: whole({ baseUrl: "http://127.0.0.1:9/fhir" }),
} satisfies Samples;
