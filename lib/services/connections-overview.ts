import { and, asc, count, desc, eq, max } from "drizzle-orm";
import { z } from "zod";
import type { ConnectionsOverview } from "@/lib/core/connections/connections-overview";
import { Fault } from "@/lib/core/fault";
import { bulkJobs, connectionStates, tasks } from "@/lib/io/database/connection-schema";
import { patients } from "@/lib/io/database/schema";
import type { FhirClient } from "@/lib/io/fhir-client";
import { longVerb } from "@/lib/services/long-verb";
import { findScoreStanding } from "@/lib/services/model-visibility";
import { findNotifications } from "@/lib/services/notifications-setting";
import { verb } from "@/lib/services/verb";
import { findWriteBack } from "@/lib/services/write-back-setting";

/** As many as can be tried again at once. */
const DEAD_SHOWN = 500;
const JOBS_SHOWN = 10;

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

/** What is connected, how it is doing and what was put aside. Nothing of any patient: not even whom work was about. */
export const readConnectionStates = verb({
  name: "read-connections",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async (scope) => {
    const { tx } = scope;
    const states = await tx.select().from(connectionStates).orderBy(asc(connectionStates.name));
    const counted = await tx
      .select({ kind: tasks.kind, state: tasks.state, n: count() })
      .from(tasks)
      .groupBy(tasks.kind, tasks.state);
    const waitingOf = (kind: string): number =>
      Number(counted.find((row) => row.kind === kind && row.state === "waiting")?.n ?? 0);
    const dead = await tx
      .select({
        id: tasks.id,
        kind: tasks.kind,
        askedAt: tasks.askedAt,
        attempts: tasks.attempts,
        errorCode: tasks.errorCode,
      })
      .from(tasks)
      .where(and(eq(tasks.state, "dead")))
      .orderBy(asc(tasks.askedAt), asc(tasks.id))
      .limit(DEAD_SHOWN);
    const jobs = await tx.select().from(bulkJobs).orderBy(desc(bulkJobs.startedAt)).limit(JOBS_SHOWN);
    const [newest] = await tx.select({ at: max(patients.updatedAt) }).from(patients);
    const { visibility } = await findScoreStanding(scope);
    const output: ConnectionsOverview = {
      ways: states.map(({ name, errorCode, failures, counts, ...at }) => ({
        name,
        errorCode,
        failures,
        counts,
        succeededAt: iso(at.succeededAt),
        failedAt: iso(at.failedAt),
        pausedUntil: iso(at.pausedUntil),
      })),
      waiting: {
        "read-patient": waitingOf("read-patient"),
        "write-prediction": waitingOf("write-prediction"),
        "train-model": waitingOf("train-model"),
        "deliver-alert": waitingOf("deliver-alert"),
      },
      dead: {
        total: counted.reduce((sum, { state, n }) => sum + (state === "dead" ? Number(n) : 0), 0),
        tasks: dead.map(({ askedAt, ...task }) => ({ ...task, askedAt: askedAt.toISOString() })),
      },
      bulk: jobs.map(({ id, kind, state, errorCode, counts, startedAt, finishedAt }) => ({
        id,
        kind,
        state,
        errorCode,
        counts,
        startedAt: startedAt.toISOString(),
        finishedAt: iso(finishedAt),
      })),
      writeBack: await findWriteBack(tx),
      isNotified: (await findNotifications(tx))?.isOn ?? false,
      isSilent: visibility.state === "silent",
      dataAsOf: iso(newest?.at),
    };
    return { output, audit: { target: {}, detail: { ways: states.length, dead: output.dead.total } } };
  },
});

const isClient = (given: unknown): boolean => typeof (given as Partial<FhirClient> | null)?.capabilities === "function";

/**
 * Asks the FHIR server what it can do, signed in as for a reading; of no patient. A Fault says what is wrong, also where
 * something answers that has no capability statement: a wrong path at the right server looks like that.
 */
export const testConnection = longVerb({
  name: "test-connection",
  input: z.object({ client: z.custom<FhirClient>(isClient, "is no FHIR client") }),
  about: () => ({}),
  work: async (_house, { client }) => {
    const began = performance.now();
    const { isStated, fhirVersion } = await client.capabilities();
    if (!isStated)
      throw new Fault("not-ready", "Something answers there, but not as a FHIR server does. Check FHIR_BASE_URL.");
    const output = { fhirVersion, milliseconds: Math.round(performance.now() - began) };
    return { output, audit: { target: {}, detail: { milliseconds: output.milliseconds } } };
  },
});
