import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { GatedVersion } from "@/lib/core/gates/gate-input";
import type { GateReport } from "@/lib/core/gates/gate-report";
import { TARGET_WORDS } from "@/lib/core/labels/label-words";
import type { ModelVersion } from "@/lib/core/registry/model-version";
import { modelGates } from "@/lib/io/database/gate-schema";
import { runGates } from "@/lib/io/run-gates";
import { findCallCapacity } from "@/lib/services/call-capacity";
import { deriveAllLabels } from "@/lib/services/derive-labels";
import { findHoldOut } from "@/lib/services/hold-out";
import type { House } from "@/lib/services/house";
import { findLearntUntil } from "@/lib/services/learnt-until";
import { shelfOf } from "@/lib/services/model-shelf";
import { findVersion } from "@/lib/services/registry";
import { type Caller, type Scope, type Verb, verb } from "@/lib/services/verb";

const wanted = z.object({
  /** The candidate's version number. */
  version: z.string().min(1).max(40),
});

async function toGated({ tx }: Scope, { task, version, manifest }: ModelVersion): Promise<GatedVersion> {
  const { "very-high": veryHigh, high, moderate } = manifest.operatingPoints;
  return {
    version,
    target: TARGET_WORDS[manifest.target],
    learntUntil: await findLearntUntil(tx, task, version),
    operatingPoints: { "very-high": veryHigh, high, moderate },
  };
}

/** First half: who may ask, and which two are compared. */
const begin = verb({
  name: "judge-candidate",
  input: wanted,
  about: ({ version }) => ({ modelVersion: version }),
  wards: async () => [],
  run: async (scope, { version }) => {
    const { tx, house } = scope;
    const { task } = house.model.facts;
    const serving = (await shelfOf(house).plan(tx)).champion.modelVersion;
    if (serving === version)
      throw new Fault("conflict", "This version serves already: there is no other to hold it against.");
    const candidate = await findVersion(tx, task, version);
    const output = {
      task,
      target: candidate.manifest.target,
      champion: await toGated(scope, await findVersion(tx, task, serving)),
      candidate: await toGated(scope, candidate),
      capacity: await findCallCapacity(scope),
    };
    return {
      output,
      audit: { target: { task, modelVersion: version, champion: serving }, detail: { step: "begun" } },
    };
  },
});

export interface StoredGates {
  readonly id: string;
  readonly report: GateReport;
}

/** Second half: the finished report is kept as it is, for good. */
const storeGates = verb({
  name: "judge-candidate",
  input: z.object({ report: z.custom<GateReport>((value) => typeof value === "object" && value !== null) }),
  about: ({ report }) => ({ modelVersion: report.candidate.version }),
  wards: async () => [],
  run: async ({ tx, actor, now }, { report }) => {
    const id = randomUUID();
    const { task, candidate, champion, verdict, stays, readmissions, simulated } = report;
    await tx.insert(modelGates).values({
      ...{ id, task, modelVersion: candidate.version, championVersion: champion.version },
      ...{ at: now, byUser: actor.role === "system" ? actor.name : actor.id },
      ...{ verdict, stays, readmissions, simulated, report },
    });
    return {
      output: { id, report },
      audit: {
        target: { task, modelVersion: candidate.version, champion: champion.version, gatesId: id },
        detail: { step: "stored", verdict, stays, readmissions, simulated },
      },
      changed: [{ kind: "model-version" as const, ref: candidate.version }],
    };
  },
});

/** One at a time: two would only take the processor from each other. */
const running = new WeakSet<House["database"]>();

const later = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b;

async function judge(house: House, caller: Caller, input: z.input<typeof wanted>): Promise<StoredGates> {
  const { task, target, champion, candidate, capacity } = await begin(house, caller, input);
  if (running.has(house.database))
    throw new Fault("busy", "A candidate is being judged already. Its report will be here in a moment.");
  running.add(house.database);
  try {
    await deriveAllLabels(house, { system: "judge-candidate" });
    const after = later(champion.learntUntil, candidate.learntUntil);
    const versions = { champion: champion.version, candidate: candidate.version };
    const holdOut = await findHoldOut(house, { target, after, ...versions });
    const at = house.clock.now().toISOString();
    const words = TARGET_WORDS[target];
    const report = await runGates({ task, at, target: words, champion, candidate, capacity, ...holdOut });
    return await storeGates(house, caller, { report });
  } finally {
    running.delete(house.database);
  }
}

/**
 * Holds a registered version against the champion on later stays and keeps the report. Reading and keeping are each a
 * short transaction of the same verb; the scoring and the arithmetic between them hold neither database nor server.
 */
export const judgeCandidate: Verb<typeof wanted, StoredGates> = Object.assign(judge, {
  verbName: "judge-candidate" as const,
  input: wanted,
});
