import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { Fault, isFault } from "@/lib/core/fault";
import { currentInpatients, patientIdOf } from "@/lib/core/feed/feed-queries";
import { stays } from "@/lib/io/database/schema";
import { beginReading, findState, writeState } from "@/lib/services/connection-states";
import { feedAt } from "@/lib/services/feed";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";
import { longVerb } from "@/lib/services/long-verb";
import { countTasks, type DueRead, readDuePatients, settleGone } from "@/lib/services/read-due-patients";
import { askForTasks, freeTasks } from "@/lib/services/tasks";

/** What was deleted at the source is found out by asking for everything so often. */
const WHOLE_EVERY_MS = 60 * 60_000;
/** Another process is reading somebody: looked at again after this … */
const LOOK_AGAIN_MS = 500;
/** … for as long as a lease may last, and a little. */
const LOOKS = 180;

const KIND = "read-patient";

/** Who is on a ward by what is stored: they may have left since, and then the source's own list no longer names them. */
async function listKnownInpatients(house: House): Promise<string[]> {
  const rows = await house.database.transaction((tx) =>
    tx
      .selectDistinct({ patientId: stays.patientId })
      .from(stays)
      .where(and(eq(stays.isCurrent, true), isNull(stays.goneAt))),
  );
  return rows.map(({ patientId }) => patientId);
}

const isFreed = houseMemory("freed-tasks", () => ({ done: false }));

/** What a process that was killed had taken is nobody's, where no other process can be on this database. */
async function freeAbandoned(house: House): Promise<void> {
  const freed = isFreed(house);
  if (freed.done || house.database.kind !== "embedded") return;
  freed.done = true;
  await house.database.transaction((tx) => freeTasks(tx, KIND));
}

interface Pass {
  readonly baseUrl: string;
  readonly past: "complete" | "as-met";
  readonly startedAt: Date;
}

async function readPass(house: House, { baseUrl, past, startedAt }: Pass) {
  const feed = await feedAt(house, baseUrl);
  await feed.client.capabilities();
  const listed = await feed.client.search(currentInpatients(house.fhir?.inpatientClasses));
  if (!listed.isComplete) throw new Fault("not-ready", "The FHIR server lists fewer inpatients than it says it has.");
  const named = listed.resources.flatMap((encounter) => patientIdOf(encounter) ?? []);
  const known = await listKnownInpatients(house);
  const ids = [...new Set([...named, ...known])].sort();
  const isWhole = await house.database.transaction(async (tx) => {
    await askForTasks(tx, KIND, { keys: ids, now: startedAt });
    const whole = await findState(tx, "fhir-whole");
    const isDue = whole?.startedAt == null || startedAt.getTime() - whole.startedAt.getTime() >= WHOLE_EVERY_MS;
    // Whoever reads from here on, also after a crash, asks for everything.
    if (isDue) await writeState(tx, "fhir-pass", { cursor: null });
    return isDue;
  });
  const total = { counts: {} as Record<string, number>, gone: 0, postponed: 0 };
  const add = async (read: DueRead): Promise<void> => {
    for (const [key, count] of Object.entries(read.counts)) total.counts[key] = (total.counts[key] ?? 0) + count;
    total.gone += (await settleGone(house, read.gone, ids.length)) ? read.gone.length : 0;
    total.postponed += read.postponed;
  };
  await add(await readDuePatients(house, feed, { past }));
  for (let look = 0; look < LOOKS && total.postponed === 0; look++) {
    const { held, untried } = await countTasks(house, startedAt);
    if (held === 0 && untried === 0) break;
    if (held > 0) await new Promise((wake) => setTimeout(wake, LOOK_AGAIN_MS));
    await add(await readDuePatients(house, feed, { past }));
  }
  return { ...total, asked: ids.length, at: listed.at, isWhole };
}

/** Everybody was read, or was tried and is marked: from here on the list is as old as this reading's beginning. */
async function finishPass(
  house: House,
  pass: Pass,
  read: Awaited<ReturnType<typeof readPass>> & { readonly failing: number },
): Promise<void> {
  const { startedAt } = pass;
  const succeededAt = house.clock.now();
  const counts = { ...read.counts, asked: read.asked, failing: read.failing, gone: read.gone };
  await house.database.transaction(async (tx) => {
    await writeState(tx, "fhir-pass", { startedAt, succeededAt, cursor: read.at });
    if (read.isWhole) await writeState(tx, "fhir-whole", { startedAt, succeededAt });
    await writeState(tx, "fhir", {
      succeededAt,
      errorCode: read.failing > 0 ? "some-failed" : null,
      counts,
      cursor: read.at,
    });
  });
}

/**
 * Reads a FHIR R4 server: everyone who is in hospital by its list or by ours. Each patient is a task of their own, so
 * that a reading that breaks off goes on where it was, and one who cannot be read holds up nobody. Nothing is called
 * current that was not read: a reading that did not reach everybody leaves the list as old as it was, and a patient who
 * could not be read is older than the list.
 */
export const syncFeed = longVerb({
  name: "sync-feed",
  input: z.object({
    baseUrl: z.url({ protocol: /^https?$/ }),
    past: z.enum(["complete", "as-met"]).default("as-met"),
    /** Nothing is read where another process began a reading so lately. */
    leastAgeMs: z.int().min(0).default(0),
  }),
  about: () => ({}),
  work: async (house, { baseUrl, past, leastAgeMs }) => {
    const startedAt = house.clock.now();
    const pass = { baseUrl, past, startedAt };
    if (!(await house.database.transaction((tx) => beginReading(tx, "fhir", { now: startedAt, leastAgeMs }))))
      return { output: null, audit: { target: {}, detail: { skipped: true } } };
    await freeAbandoned(house);
    try {
      const read = await readPass(house, pass);
      const { untried, failing, setAside } = await countTasks(house, startedAt);
      if (read.postponed > 0 || untried > 0)
        throw new Fault("busy", "The FHIR server has failed too often and is left alone for a while.");
      if (failing > 0 && failing >= read.asked)
        throw new Fault("not-ready", "No patient could be read from the FHIR server.");
      await finishPass(house, pass, { ...read, failing });
      const {
        patients = 0,
        stays: found = 0,
        resources = 0,
        predictions = 0,
        outcomes = 0,
        unchanged = 0,
      } = read.counts;
      const output = {
        patients,
        stays: found,
        resources,
        predictions,
        outcomes,
        unchanged,
        notFound: read.gone,
        failing,
        setAside,
      };
      return { output, audit: { target: {}, detail: output } };
    } catch (error) {
      const values = { failedAt: house.clock.now(), errorCode: isFault(error) ? error.code : "error" };
      await house.database.transaction((tx) => writeState(tx, "fhir", values));
      throw error;
    }
  },
});
