import { eq, sql } from "drizzle-orm";
import { beforeEach } from "vitest";
import type { AlertList } from "@/lib/core/alerts/alert";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import type { Tier } from "@/lib/core/model/scored-stay";
import { alertEvents, alerts } from "@/lib/io/database/alert-schema";
import { saveAlertRule } from "@/lib/services/alert-rules";
import { listAlerts } from "@/lib/services/alerts";
import { sweepAlerts } from "@/lib/services/sweep-alerts";
import { testRule } from "@/lib/services/test-alert-rule";
import { readingOf, store, type TestHouse } from "@/lib/services/test-house";

const OPERATOR = { system: "alerts" };
const MINUTE_MS = 60_000;
const tierOf = (probability: number): Tier => (probability >= 0.3 ? "high" : "moderate");

interface Other {
  readonly modelVersion?: string;
  readonly stayId?: string;
}

/**
 * For tests only: a ward whose alerts are tried, empty before each test. One database for all tests of a file: a new
 * one for each would take most of the time.
 */
export function testAlerts(house: TestHouse) {
  beforeEach(async () => {
    Object.assign(house, { isDemo: true, now: new Date("2026-03-10T09:00:00Z") });
    await house.database.transaction((tx) =>
      tx.execute(sql`truncate alert_rules, alert_progress, tasks, validation_reports, patients, changes cascade`),
    );
  });
  const later = (minutes: number): void => {
    house.now = new Date(house.now.getTime() + minutes * MINUTE_MS);
  };
  return {
    later,
    sweep: () => sweepAlerts(house, OPERATOR, {}),
    save: (rest: Partial<AlertRule> = {}) => saveAlertRule(house, house.people.clinician, { rule: testRule(rest) }),
    /** The patient is scored a minute later, by the one version and in the one stay if nothing else is said. */
    score: (
      id: string,
      probability: number | null,
      { modelVersion, stayId, ...rest }: NonNullable<Parameters<typeof readingOf>[1]> & Other = {},
    ) => {
      later(1);
      const reading = readingOf(id, { probability, tier: tierOf(probability ?? 0), ...rest });
      const other = { ...(modelVersion && { modelVersion }), ...(stayId && { stayId }) };
      const stays = reading.stays.map(({ prepared, scored }) => ({
        prepared: { ...prepared, ...(stayId && { stayId, encounterIds: [stayId] }) },
        scored: { ...scored, ...other },
      }));
      return store(house, { ...reading, stays });
    },
    inbox: (list: AlertList = "open") => listAlerts(house, house.people.nurse, { list }),
    rows: () => house.database.transaction((tx) => tx.select().from(alerts)),
    eventsOf: async (alertId: string) => {
      const found = await house.database.transaction((tx) =>
        tx.select().from(alertEvents).where(eq(alertEvents.alertId, alertId)).orderBy(alertEvents.at),
      );
      return found.map(({ kind }) => kind);
    },
  };
}
